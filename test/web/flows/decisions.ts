import { describe, expect, test, vi } from 'vitest';
import { contentMark } from '../../../server/core/mention/pseudonym.ts';
import type { QueueRow } from '../../../server/core/screens/screens.ts';
import { isHeldOut } from '../../../server/core/statistics/held-out.ts';
import { anyOf } from '../../support/make.ts';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

type Page = Parameters<Parameters<Stage['visit']>[1]>[0];

/** Opens the first mention of a list, a negative one, and calls it neutral; returns where it is judged. */
async function callNeutral(page: Page) {
  await page.getByRole('article').getByRole('link').first().click();
  const control = page.getByRole('region', { name: '判断得对吗' });
  await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
  await page.keyboard.press('2');
  await control.getByLabel(/以谁的名义/).fill('王标注');
  await page.keyboard.press('Enter');
  return control;
}

/** What people decide: each stays as they left it, in their name. */
export function decisionFlows({ visit, visitApart, ask, desk }: Stage): void {
  describe('an alert', () => {
    test('is acknowledged in the reader’s name, asked for once, and its steps are ticked', async () => {
      await visit(
        '/',
        async (page) => {
          await page.getByRole('link', { name: '打开预警' }).first().click();
          await page.getByText('有多不寻常').waitFor();
          // As it is for whoever looked at it before it rose.
          await page.route(
            '**/acknowledge',
            (route) => route.continue({ postData: { ...route.request().postDataJSON(), seen: 1 } }),
            { times: 1 },
          );
          await page.getByRole('button', { name: '确认收到' }).click();
          await page.getByLabel(/以谁的名义/).fill('王值班');
          const anew = page.waitForResponse(/\/api\/alerts\/\d+$/);
          await page.keyboard.press('Enter');
          await page.getByText('你打开之后，预警又变严重了').waitFor();
          await anew;
          await page.getByRole('button', { name: '确认收到' }).click();
          await page.getByText(/王值班 于 (今天|昨天) .* 确认/).waitFor();
          const steps = page.getByRole('tabpanel').getByRole('checkbox');
          if ((await steps.count()) > 0) {
            await steps.first().click();
            await page.getByText(/王值班 (今天|昨天) .* 完成/).waitFor();
          }
          const answer = await page.request.get('/api/alerts?status=open');
          expect(await answer.json()).toMatchObject([{ status: 'acknowledged', acknowledgedBy: '王值班' }]);
        },
        / 409 .*\/acknowledge/,
      );
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
        await page.getByRole('region', { name: '经过' }).getByText('死亡人数（核实）：1').waitFor();
        expect(await page.getByText('dead=1').count()).toBe(0);
      });
    });
  });

  describe('a story', () => {
    test('leads to its posts with all filters beside it, and stays chosen when the page is loaded anew', async () => {
      await visit('/stories?sort=size', async (page) => {
        await page
          .getByRole('table')
          .getByRole('link', { name: /停暖.*发抖/ })
          .first()
          .click();
        const title = await page.locator('h1').innerText();
        await page.getByRole('link', { name: '筛选这些内容' }).click();
        const chip = page.getByRole('button', { name: /^事件：/ });
        await chip.waitFor();
        expect(await chip.innerText()).toContain(title.slice(0, 8));
        const count = () => page.getByText(/^\d+ 条$/).innerText();
        const whole = await count();
        await page.getByRole('button', { name: '正面', exact: true }).click();
        await page.getByText('没有符合条件的提及').waitFor();
        await page.reload();
        await chip.waitFor();
        await page.getByRole('button', { name: '负面', exact: true }).click();
        await page.getByRole('article').first().waitFor();
        expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toContain('story=');
        await chip.click();
        await chip.waitFor({ state: 'detached' });
        expect(Number.parseInt(whole, 10)).toBeGreaterThan(1);
      });
    });

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
        const control = await callNeutral(page);
        await control.getByRole('button', { name: '中性', pressed: true }).waitFor();
        await control.getByText('改判').waitFor();
        await page.getByRole('article').getByText('中性 · 王标注 标注').waitFor();
        await control.getByRole('button', { name: '撤销我的标注' }).click();
        await control.getByRole('button', { name: '负面', pressed: true }).waitFor();
        await control.getByText('改判').waitFor({ state: 'detached' });
      });
    });

    test('of its parts hold beside what another window says of others; one taken back is shown no more', async () => {
      await visitApart('/mentions?q=15号楼停暖', async (page, context) => {
        const control = await callNeutral(page);
        await control.getByText('改判').waitFor();
        const beside = await context.newPage();
        await beside.goto(page.url());
        const other = beside.getByRole('region', { name: '判断得对吗' });
        const open = async (one: typeof control, chip: string) => {
          await one.getByText('意图与严重说法').click();
          expect(await one.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
          await one.getByRole('button', { name: chip, pressed: false }).click();
        };
        await open(control, '死亡');
        await open(other, '建议');
        await control.getByRole('button', { name: '保存' }).click();
        await other.getByRole('button', { name: '死亡', pressed: true }).waitFor();
        await other.getByRole('button', { name: '建议', pressed: true }).waitFor();
        await other.getByRole('button', { name: '保存' }).click();
        await control.getByRole('button', { name: '建议', pressed: true }).waitFor();
        const id = /\d+/.exec(new URL(page.url()).pathname)?.[0];
        const { corrections } = await (await page.request.get(`/api/mentions/${id}/labels`)).json();
        expect(corrections.map(({ label }: { label: object }) => label)).toMatchObject([
          { sentiment: 0, intents: null, severity: null },
          { sentiment: null, intents: null, severity: expect.arrayContaining(['death']) },
          { sentiment: null, intents: expect.arrayContaining(['suggestion']), severity: null },
        ]);
        await other.getByRole('button', { name: '撤销我的标注' }).click();
        await other.getByRole('button', { name: '建议', pressed: false }).waitFor();
        await control.getByRole('button', { name: '建议', pressed: false }).waitFor();
        await control.getByRole('button', { name: '死亡', pressed: true }).waitFor();
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

    test('of the queue go on beyond a batch by keys alone; that nothing is left is not said while more is asked for', async () => {
      await visitApart('about:blank', async (page, context) => {
        await context.addInitScript("localStorage.setItem('tingchao.name', '周标注')");
        // Slower than whoever presses the keys.
        await context.route('**/api/labels/queue*', async (route) => {
          await new Promise((resolve) => setTimeout(resolve, 700));
          await route.continue();
        });
        await page.goto(`${desk().url}/labels`);
        const queue = page.getByRole('region', { name: '值得标注' });
        await queue.getByRole('button', { name: '认同' }).first().waitFor();
        await page.evaluate(`window.said = 0;
          new MutationObserver(() => {
            if (document.body.innerText.includes('没有要标的了')) window.said += 1;
          }).observe(document.body, { childList: true, subtree: true, characterData: true });`);
        await queue.getByRole('button', { name: '认同' }).first().focus();
        const labelled = new Set<string>();
        for (let n = 0; n < 20; n++) {
          // Nobody touches the mouse, nor brings the focus back.
          await until(page, "document.activeElement?.closest('[data-post]') !== null");
          const post = await page.evaluate(
            "document.activeElement.closest('[data-post]').getAttribute('data-post')",
          );
          labelled.add(String(post));
          await page.keyboard.press('a');
          await until(page, `document.querySelector('[data-post="${post}"]') === null`);
        }
        expect(labelled.size).toBe(20);
        expect(await page.evaluate('window.said')).toBe(0);
      });
    });

    test('of the queue are given once for a key that is held, and a refusal is told until the next one', async () => {
      await visitApart('/labels', async (page, context) => {
        // Before the first label, which the server is to refuse.
        await page.evaluate("localStorage.setItem('tingchao.name', '钱标注')");
        const held = await context.newPage();
        const asked: string[] = [];
        await held.route('**/api/mentions/*/labels', async (route) => {
          asked.push(route.request().url());
          if (asked.length > 1) return route.continue();
          return route.fulfill({ status: 503, json: { error: { code: 'busy', message: 'full' } } });
        });
        await held.goto('/labels');
        const queue = held.getByRole('region', { name: '值得标注' });
        await queue.getByRole('button', { name: '认同' }).first().focus();
        for (let n = 0; n < 5; n++) await held.keyboard.down('3');
        await held.keyboard.up('3');
        await queue.getByRole('alert').waitFor();
        await held.keyboard.press('3');
        await queue.getByText('已标为正面').waitFor();
        expect(await queue.getByRole('alert').count()).toBe(0);
        expect(asked).toHaveLength(2);
      });
    });

    test('that find nothing of two kinds are in the list of the newest', async () => {
      const { rows } = await ask<{ rows: readonly { postId: number }[] }>('GET', 'mentions?q=例行通知');
      const none = { by: '孙标注', verdict: 'correct', intents: [], severity: [] };
      await ask('POST', `mentions/${rows[0]?.postId}/labels`, none);
      await visit('/labels', async (page) => {
        const row = page.getByRole('region', { name: '最近的标注' }).getByRole('row', { name: '孙标注' });
        await row.waitFor();
        await page.getByRole('region', { name: '大家一致吗' }).waitFor();
        expect(await row.getByRole('cell').nth(1).innerText()).toMatch(/^∅\s+∅$/);
      });
    });

    test('of one person leave the queue of the next one as it is', async () => {
      // What measures is shown to a second person; here it is all that the queue of a watch has.
      const numbers = Array.from({ length: 100 }, (_, n) => 3 * n + 31);
      const notices = numbers.map((n) => `供热公司发布第${n}号例行通知`);
      const measured = notices.find((text) => isHeldOut(contentMark(null, text).hash)) ?? '';
      const rule = anyOf(measured.slice('供热公司发布'.length));
      const { id } = await ask('POST', 'watches', { name: '一条通知', rule });
      const waiting = () => ask<readonly QueueRow[]>('GET', `labels/queue?watch=${id}`);
      await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), 60_000);
      await visitApart(`/labels?watch=${id}`, async (page) => {
        const queue = page.getByRole('region', { name: '值得标注' });
        const row = queue.getByRole('listitem').filter({ hasText: measured });
        await row.getByRole('button', { name: '认同' }).click();
        await page.getByLabel(/以谁的名义/).fill('赵标注');
        await page.keyboard.press('Enter');
        await queue.getByText(/^已标为/).waitFor();
        await row.waitFor({ state: 'detached' });
        await page.getByRole('region', { name: '谁标了多少' }).getByText('赵标注').waitFor();
        await page.getByRole('button', { name: '改名' }).click();
        await row.getByText('第二人').waitFor();
        expect(await queue.getByText(/^已标为/).count()).toBe(0);
      });
      await ask('DELETE', `watches/${id}`);
    });
  });
}
