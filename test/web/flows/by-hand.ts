import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

type Page = Parameters<Parameters<Stage['visit']>[1]>[0];

const focused = (page: Page): Promise<string> => page.locator(':focus').innerText();

/** What fingers meet: keys, sliders, texts that are too long, and pages that are still on their way. */
export function byHandFlows({ visitApart, ask, desk }: Stage): void {
  describe.concurrent('by hand', { timeout: 300_000 }, () => {
    test.each([
      ['/trends?watch=1&range=7d', '加标注', '写什么'],
      ['/service?watch=1&range=7d', '记一项改进', '做了什么'],
      ['/alerts/1?part=review', '加一项措施', '做什么'],
    ])('on %s the form of “%s” is left by Esc, and the focus goes back', async (address, button, label) => {
      await visitApart(address, async (page) => {
        const opener = page.getByRole('button', { name: button });
        const field = page.getByRole('textbox', { name: label });
        await opener.click();
        await field.and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Escape');
        await field.waitFor({ state: 'detached' });
        await opener.and(page.locator(':focus')).waitFor();
        // What was typed is not lost by a slip of a finger.
        await page.keyboard.press('Enter');
        await field.fill('还没写完');
        const asked: string[] = [];
        page.once('dialog', (dialog) => {
          asked.push(dialog.message());
          void dialog.dismiss();
        });
        await page.keyboard.press('Escape');
        await until(page, 'true');
        expect(asked).toHaveLength(1);
        expect(await field.inputValue()).toBe('还没写完');
        page.once('dialog', (dialog) => void dialog.accept());
        await page.keyboard.press('Escape');
        await field.waitFor({ state: 'detached' });
        expect(await focused(page)).toBe(button);
      });
    });

    test('a dialog gives the focus back to what opened it', async () => {
      await visitApart('/duty', async (page) => {
        const opener = page.getByRole('button', { name: '添加人员' }).first();
        await opener.click();
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await opener.and(page.locator(':focus')).waitFor();
      });
    });

    test('the ends of a timeline say where they stand, and neither passes the other', async () => {
      await visitApart('/trends?watch=1&range=7d', async (page) => {
        const timeline = page.getByRole('region', { name: '时间线' });
        const [from, to] = [
          timeline.getByLabel('从', { exact: true }),
          timeline.getByLabel('到', { exact: true }),
        ];
        await from.focus();
        const before = await from.getAttribute('aria-valuetext');
        await page.keyboard.press('ArrowRight');
        await timeline.getByRole('button', { name: '还原' }).waitFor();
        const after = await from.getAttribute('aria-valuetext');
        expect(after).not.toBe(before);
        await timeline
          .locator('output', { hasText: after ?? '' })
          .first()
          .waitFor();
        await page.keyboard.press('End');
        const [low, high] = [Number(await from.inputValue()), Number(await to.inputValue())];
        expect(low).toBeLessThan(high);
        expect(high).toBe(Number(await to.getAttribute('max')));
        await timeline.getByRole('button', { name: '还原' }).click();
        await until(
          page,
          `document.querySelector('section[aria-label="时间线"] input[type=range]').value === '0'`,
        );
      });
    });

    test.each([
      ['zh', '话题趋势'],
      ['en', 'Trends'],
    ])('a page says what it is while it is still on its way, in %s', async (language, heading) => {
      await visitApart('about:blank', async (page, context) => {
        const arrived = Promise.withResolvers<void>();
        await context.route('**/assets/Trends-*.js', async (route) => {
          await arrived.promise;
          await route.continue();
        });
        await page.addInitScript((tongue) => localStorage.setItem('tingchao.language', tongue), language);
        await page.goto(`${desk().url}/trends?watch=1&range=7d`, { waitUntil: 'commit' });
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await page
          .getByRole('status')
          .filter({ hasText: language === 'zh' ? '正在载入' : 'Loading' })
          .first()
          .waitFor();
        arrived.resolve();
        await page.getByRole('region', { name: language === 'zh' ? '时间线' : 'Timeline' }).waitFor();
      });
    });

    test('a post of five thousand characters does not hide the verdict, and is read whole when asked for', async () => {
      const aside = '下午去市场买了白菜和土豆，路上经过三条街。';
      const text = `供热公司你们看看。${aside.repeat(30)}老人冻得发抖，态度太恶劣，必须投诉。${aside.repeat(220)}`;
      const { token } = await ask<{ token: string }>('POST', 'ingest-tokens', { name: '长帖' });
      const pushed = await fetch(`${desk().url}/api/ingest`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          posts: [{ platform: 'forum', externalId: 'long', text, publishedAt: new Date().toISOString() }],
        }),
      });
      expect(pushed.status).toBe(200);
      await visitApart('/mentions?q=三条街', async (page) => {
        await page
          .getByRole('article')
          .getByRole('link', { name: /供热公司你们看看/ })
          .click();
        const drawer = page.getByRole('dialog');
        const whole = drawer.getByRole('button', { name: /^展开全文（5,\d{3} 字）$/ });
        await whole.waitFor();
        expect(await whole.getAttribute('aria-expanded')).toBe('false');
        const shown = drawer.locator(`#${await whole.getAttribute('aria-controls')}`);
        // What weighed stands far down, and is seen all the same.
        await shown.locator('mark').last().waitFor();
        expect(await shown.innerText()).toContain('态度太恶劣');
        expect((await shown.innerText()).length).toBeLessThan(700);
        await until(
          page,
          `document.querySelector('dialog section.correction').getBoundingClientRect().top < innerHeight`,
        );
        await whole.press('Enter');
        await drawer.getByRole('button', { name: '收起全文' }).and(page.locator(':focus')).waitFor();
        expect((await shown.innerText()).length).toBeGreaterThan(5_000);
        await page.keyboard.press('Enter');
        await whole.and(page.locator(':focus')).waitFor();
      });
    });
  });
}
