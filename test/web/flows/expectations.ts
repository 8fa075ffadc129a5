import { describe, expect, test } from 'vitest';
import { fieldOf } from '../../../web/words/china-field.ts';
import { faultsOf } from '../axe.ts';
import type { Stage } from '../stage.ts';

const DAY = 86_400_000;

/** Which touchpoint breaks which expectation, and what came of fixes. */
export function expectationFlows({ visit }: Stage): void {
  describe.concurrent('service expectations', { timeout: 300_000 }, () => {
    test('say the gravest in one sentence, and lead from each number to its posts', async () => {
      await visit('/service?watch=1&range=7d', async (page) => {
        await page.getByText(/^近\s7\s天的 [\d,]+ 条原创内容里，[\d.]+% 抱怨/).waitFor();
        const table = page.getByRole('table');
        await table.getByRole('columnheader', { name: /可靠性\s*说到做到/ }).waitFor();
        const cell = table.getByRole('link', { name: /^客服热线，.+性，\d+ 条抱怨$/ }).first();
        const count = await cell.innerText();
        await cell.click();
        await page.waitForURL(/\/mentions\?.*fact=pair\.\w+\.hotline/);
        const asked = new URL(page.url()).searchParams;
        const said = ['sentiment', 'originals', 'watch'].map((name) => asked.get(name));
        expect(said).toEqual(['-1', '1', '1']);
        await page.getByText(`${count} 条`, { exact: true }).waitFor();
        await page.getByRole('button', { name: /^客服热线 · / }).waitFor();
      });
    });

    test('open a touchpoint in the address, and on a telephone as a list', async () => {
      await visit('/service?watch=1&range=7d', async (page) => {
        await page.getByRole('table').getByRole('link', { name: '供热', exact: true }).click();
        const drawer = page.getByRole('dialog', { name: '供热：期望与实际' });
        await drawer.getByRole('link', { name: /^看全部 \d+ 条抱怨$/ }).waitFor();
        expect(new URL(page.url()).searchParams.get('touch')).toBe('heating');
        await page.keyboard.press('Escape');
        await drawer.waitFor({ state: 'detached' });
        expect(new URL(page.url()).search).toBe('?range=7d&watch=1');
        await page.setViewportSize({ width: 390, height: 844 });
        await page.getByRole('table').waitFor({ state: 'detached' });
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole('link', { name: '供热', exact: true }).click();
        await drawer.getByRole('button', { name: '记一项改进' }).click();
        const form = page.getByRole('form', { name: '记一项改进' });
        expect(await form.getByLabel(/^触点/).inputValue()).toBe('heating');
      });
    });

    test('show what people suggest in their words, which lead to their posts', async () => {
      await visit('/service?watch=1&range=28d', async (page) => {
        const card = page.getByRole('region', { name: '大家的建议' });
        await card.getByRole('heading', { name: /^提得最多的是.+，[\d,]+ 人$/ }).waitFor();
        await page.setViewportSize({ width: 390, height: 844 });
        const rest = card.getByText(/^展开其余 \d+ 条原话$/).first();
        const quotes = card.locator('a bdi:visible');
        const shown = await quotes.count();
        await rest.click();
        await quotes.nth(shown).waitFor();
        expect(await faultsOf(page)).toEqual([]);
        const quote = await quotes.first().innerText();
        await quotes.first().click();
        await page.getByRole('dialog').filter({ hasText: quote }).waitFor();
        await page.goBack();
        await card.getByRole('link', { name: '看全部建议' }).click();
        await page.waitForURL(/\/mentions\?.*fact=intent\.suggestion/);
      });
    });

    test('are held to a standard, of which is said whether a larger or a smaller number is better', async () => {
      await visit('/service?watch=1', async (page) => {
        const standards = page.getByRole('region', { name: '服务标准与承诺' });
        const write = async (name: string, direction: string, levels: readonly [string, string]) => {
          await page.getByRole('button', { name: '新建标准' }).click();
          const form = page.getByRole('dialog', { name: '新建标准' });
          await form.getByLabel(/^名称/).fill(name);
          await form.getByLabel(/^触点/).selectOption('hotline');
          const better = form.getByLabel(/^怎样算好/);
          expect(await better.locator('option').allInnerTexts()).toEqual(['数值越小越好', '数值越大越好']);
          await better.selectOption({ label: direction });
          await form.getByLabel(/^底线/).fill(levels[0]);
          await form.getByLabel(/^期望/).fill(levels[1]);
          await form.getByLabel(/^负责人/).fill('客服部');
          expect(await faultsOf(page)).toEqual([]);
          await form.getByRole('button', { name: '保存' }).click();
          const signing = form.getByLabel(/以谁的名义/);
          await signing.or(standards.getByText(name)).first().waitFor();
          if (await signing.isVisible()) {
            await signing.fill('陈分析');
            await page.keyboard.press('Enter');
          }
          await form.waitFor({ state: 'detached' });
          return standards.getByRole('listitem').filter({ hasText: name });
        };
        // For a caller who hangs up, and for one who waits.
        const longer = await write('通话不草草了事', '数值越大越好', ['3', '5']);
        await longer
          .getByText(/至少 3 分钟/)
          .first()
          .waitFor();
        const shorter = await write('接通等待', '数值越小越好', ['5', '3']);
        await shorter
          .getByText(/至多 5 分钟/)
          .first()
          .waitFor();
        await page.reload();
        await longer
          .getByText(/至少 5 分钟/)
          .first()
          .waitFor();
        await shorter
          .getByText(/至多 3 分钟/)
          .first()
          .waitFor();
      });
    });

    test('take a fix once nothing is missing, say what came of it, and let go of it', async () => {
      await visit('/service?watch=1', async (page) => {
        const fixes = page.getByRole('region', { name: '改进与验证' });
        await fixes.getByRole('button', { name: '记一项改进' }).click();
        const form = fixes.getByRole('form', { name: '记一项改进' });
        const what = form.getByLabel('做了什么');
        await form.getByRole('button', { name: '保存' }).click();
        await form.getByText('写下做了什么').waitFor();
        expect(await what.getAttribute('aria-invalid')).toBe('true');
        expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
        await what.fill('热线加开夜间坐席');
        await form.getByLabel(/^触点/).selectOption('hotline');
        await form.getByLabel(/^改的是哪项期望/).selectOption('responsiveness');
        await form.getByLabel(/^什么时候起生效/).fill(fieldOf(Date.now() + DAY));
        await form.getByText('还没到的时间不能记').waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await form.getByLabel(/^什么时候起生效/).fill(fieldOf(Date.now() - 2 * DAY));
        await form.getByRole('button', { name: '保存' }).click();
        await page.getByLabel(/以谁的名义/).fill('陈分析');
        await page.keyboard.press('Enter');
        await form.waitFor({ state: 'detached' });
        await page.reload();
        const fix = fixes.getByRole('listitem').filter({ hasText: '热线加开夜间坐席' });
        await fix.getByText(/还太早\s*（再等 1[23] 天）/).waitFor();
        await fix.getByText('客服热线 · 响应性').waitFor();
        await fix.getByText(/陈分析 (今天|昨天) .* 记/).waitFor();
        await fix.getByRole('button', { name: '删除' }).click();
        await fix.getByRole('button', { name: '再点一次，确认删除' }).click();
        await fix.waitFor({ state: 'detached' });
      });
    });
  });
}
