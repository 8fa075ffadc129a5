import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';

/** What people decide: each stays as they left it, in their name. */
export function decisionFlows({ visit }: Stage): void {
  describe('an alert', () => {
    test('is acknowledged in the reader’s name, asked for once, and its steps are ticked', async () => {
      await visit('/', async (page) => {
        await page.getByRole('link', { name: '打开预警' }).first().click();
        await page.getByText('有多不寻常').waitFor();
        await page.getByRole('button', { name: '确认收到' }).click();
        await page.getByLabel(/以谁的名义/).fill('王值班');
        await page.keyboard.press('Enter');
        await page.getByText(/王值班 于 今天 .* 确认/).waitFor();
        const steps = page.getByRole('tabpanel').getByRole('checkbox');
        if ((await steps.count()) > 0) {
          await steps.first().click();
          await page.getByText(/王值班 今天 .* 完成/).waitFor();
        }
        const answer = await page.request.get('/api/alerts?status=open');
        expect(await answer.json()).toMatchObject([{ status: 'acknowledged', acknowledgedBy: '王值班' }]);
      });
    });

    test('takes recorded facts and is judged again', async () => {
      await visit('/alerts', async (page) => {
        await page.getByRole('link', { name: '打开预警' }).first().click();
        await page.getByLabel('死亡人数（核实）').fill('1');
        await page.getByRole('button', { name: '登记并重新判断' }).click();
        await page.getByLabel(/以谁的名义/).fill('李核实');
        await page.keyboard.press('Enter');
        await page
          .getByText(/等级上调/)
          .first()
          .waitFor();
      });
    });
  });

  describe('a story', () => {
    test('is opened from the list, split by hand, kept so, and given back', async () => {
      await visit('/stories?sort=size', async (page) => {
        const search = page.getByRole('searchbox', { name: '搜索标题与关键词' });
        await search.fill('发抖');
        const link = page
          .getByRole('table')
          .getByRole('link', { name: /停暖.*发抖/ })
          .first();
        await link.click();
        await page
          .getByRole('region', { name: '传播路径' })
          .getByText(/^源头 · \d+ 条/)
          .waitFor();
        const before = new URL(page.url()).pathname;
        const list = page.getByRole('region', { name: '全部内容' });
        await list.getByRole('checkbox').nth(0).check();
        await list.getByRole('checkbox').nth(1).check();
        await list.getByRole('button', { name: '拆成新事件' }).click();
        await page.getByLabel(/以谁的名义/).fill('王编辑');
        await page.keyboard.press('Enter');
        const history = page.getByRole('region', { name: '改动记录' });
        await history.getByRole('link', { name: /^从“.*”拆出/ }).waitFor();
        const after = new URL(page.url()).pathname;
        expect(after).not.toBe(before);
        await page.reload();
        await list.getByText('人工归入').first().waitFor();
        await history.getByRole('link', { name: /^从“.*”拆出/ }).waitFor();
        await history.getByRole('button', { name: '撤销最近一次改动' }).click();
        await page.waitForURL(`**${before}`);
        await history.getByText('撤销拆分').waitFor();
        await page.goto(after);
        await page.waitForURL(`**${before}`);
      });
    });
  });

  describe('labels', () => {
    test('are given by keys, shown at once, and taken back', async () => {
      await visit('/mentions?q=12号楼停暖', async (page) => {
        await page.getByRole('article').getByRole('link').first().click();
        const control = page.getByRole('region', { name: '判断得对吗' });
        await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
        await page.keyboard.press('2');
        await control.getByLabel(/以谁的名义/).fill('王标注');
        await page.keyboard.press('Enter');
        await control.getByRole('button', { name: '中性', pressed: true }).waitFor();
        await control.getByText('改判').waitFor();
        await page.getByRole('article').getByText('中性 · 王标注 标注').waitFor();
        await control.getByRole('button', { name: '撤销我的标注' }).click();
        await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
        await control.getByText('改判').waitFor({ state: 'detached' });
      });
    });

    test('of the queue go one after the other, without the mouse', async () => {
      await visit('/labels', async (page) => {
        const queue = page.getByRole('region', { name: '值得标注' });
        const first = queue.getByRole('listitem').first();
        const text = await first.locator('.text').innerText();
        await first.getByRole('button', { name: '认同' }).focus();
        await page.keyboard.press('3');
        await page.getByLabel(/以谁的名义/).fill('李标注');
        await page.keyboard.press('Enter');
        await queue.getByText('已标为正面').waitFor();
        await queue.getByText(text, { exact: true }).waitFor({ state: 'detached' });
        await page
          .getByRole('region', { name: '谁标了多少' })
          .getByRole('cell', { name: '李标注' })
          .waitFor();
        await page.getByText(/满 20 条才能训练/).waitFor();
      });
    });
  });
}
