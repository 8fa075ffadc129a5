import { describe, expect, test } from 'vitest';
import { MARKUP } from '../desk.ts';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

/** Counts pictures that are cleared to be drawn again, and those that are begun. */
const COUNTED = `window.drawn = 0;
window.made = 0;
const { clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...at) {
  window.drawn += 1;
  return clearRect.apply(this, at);
};
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (...kind) {
  window.made += 1;
  return getContext.apply(this, kind);
};`;

/** What a reader meets first, and that every view has an address. */
export function readingFlows({ visit, visitApart, desk }: Stage): void {
  describe.concurrent('the overview', () => {
    test('says what is wrong in one sentence, charts it and names the next step', async () => {
      await visit('/', async (page) => {
        expect(await page.locator('h1').innerText()).toMatch(
          /供热服务 · [蓝黄橙红]色预警 1 条.(24 小时内 \d+ 个账号提到.+（未核实）.)?(较平时同小时 [\d.,]+ 倍|.*\d+ 条.*平时不到 1 条)/,
        );
        expect(await page.getByRole('img', { name: /高于平时.*声量图/ }).isVisible()).toBe(true);
        await page
          .getByText(/^负面占比/)
          .first()
          .waitFor();
        await page.getByRole('region', { name: '数据可信吗' }).waitFor();
        const bottom = 'document.documentElement.scrollHeight <= innerHeight';
        expect(await page.evaluate(bottom)).toBe(true);
      });
    });

    test('keeps the step of a red that was acknowledged before an orange that was not, each under its name', async () => {
      await visitApart(
        'about:blank',
        async (page, context) => {
          const rung: string[] = [];
          await context.route('**/api/overview?*', async (route) => {
            const answer = await route.fetch();
            const told = await answer.json();
            const [alert] = told.alerts;
            const red = { ...alert, level: 'I', status: 'acknowledged', acknowledgedAt: told.now - 1 };
            const orange = { ...alert, id: 4711, level: 'II', status: 'open', watchName: '供热二组' };
            await route.fulfill({ response: answer, json: { ...told, alerts: [red, orange] } });
          });
          await context.route('**/api/alerts/*/acknowledge', (route) => {
            rung.push(new URL(route.request().url()).pathname);
            return route.fulfill({ status: 503, json: { error: { code: 'busy', message: 'full' } } });
          });
          await page.goto(`${desk().url}/`);
          const card = page.getByRole('region', { name: '下一步' });
          await card.getByText('供热服务 · 红色预警 · 已确认').waitFor();
          await card.getByText(/^1\. /).waitFor();
          await card.getByText('供热二组').waitFor();
          await card.getByRole('button', { name: '确认收到 · 供热二组' }).click();
          await page.getByLabel(/以谁的名义/).fill('夜班');
          await page.keyboard.press('Enter');
          await card.getByRole('alert').waitFor();
          expect(rung).toEqual(['/api/alerts/4711/acknowledge']);
        },
        / 503 /,
      );
    });

    test('its chart is a table one click away', async () => {
      await visit('/', async (page) => {
        await page.getByRole('button', { name: '表格' }).click();
        expect(await page.getByRole('row').count()).toBeGreaterThan(20);
        await page.getByRole('cell', { name: '合计' }).waitFor();
      });
    });
  });

  test.concurrent('what a chart shows changes in place: no chart is thrown away and made anew', async () => {
    await visit('/', async (page) => {
      await page.getByRole('img', { name: /声量图/ }).waitFor();
      await page.evaluate(COUNTED);
      await page.getByRole('button', { name: '7 天' }).click();
      await until(page, 'drawn > 0');
      await page.getByText('正在载入').waitFor({ state: 'detached' });
      expect(await page.evaluate('made')).toBe(0);
    });
  });

  describe.concurrent('addresses', () => {
    test('filters in the address are the filters on the page, and the other way round', async () => {
      await visit('/mentions?sentiment=-1&q=冷就多穿点', async (page) => {
        await page.getByText('3 条', { exact: true }).waitFor();
        expect(await page.getByRole('searchbox').inputValue()).toBe('冷就多穿点');
        expect(await page.getByRole('button', { name: '负面' }).getAttribute('aria-pressed')).toBe('true');
        await page.getByLabel('只看原创').check();
        await page.getByText('1 条', { exact: true }).waitFor();
        expect(new URL(page.url()).searchParams.get('originals')).toBe('1');
        await page.goBack();
        await page.getByText('3 条', { exact: true }).waitFor();
      });
    });

    test('one mention has an address of its own and says why it was judged so', async () => {
      await visit('/mentions?q=冷就多穿点&originals=1', async (page) => {
        await page
          .getByRole('article')
          .getByRole('link', { name: /冷就多穿点/ })
          .click();
        const drawer = page.getByRole('dialog', { name: '为什么这样判断' });
        await drawer.getByText('情感概率').waitFor();
        await drawer.getByText('态度恶劣').first().waitFor();
        expect(await drawer.getByRole('link', { name: '原文' }).first().getAttribute('rel')).toContain(
          'noopener noreferrer',
        );
        const address = page.url();
        expect(address).toMatch(/\/mentions\/\d+\?/);
        await page.keyboard.press('Escape');
        await drawer.waitFor({ state: 'detached' });
        await page.goto(address);
        await drawer.getByText('情感概率').waitFor();
      });
    });

    test('an address that leads nowhere says so', async () => {
      await visit('/nowhere/at/all', async (page) => {
        await page.getByText('没有这个页面').waitFor();
      });
    });
  });

  test.concurrent('markup in a post is text: shown letter by letter, never run, never a link', async () => {
    await visit('/mentions?q=停暖第三天', async (page) => {
      const card = page.getByRole('article').first();
      await card.getByText(MARKUP.slice(0, 30)).waitFor();
      expect(await card.locator('img, script, svg[onload]').count()).toBe(0);
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      expect(await page.evaluate('window.broken ?? null')).toBe(null);
    });
  });

  test.concurrent('one text is one row, which opens those that say the same', async () => {
    await visit('/mentions?q=多穿点', async (page) => {
      const articles = page.getByRole('article');
      const more = articles.getByRole('button', { name: '另有 2 条相同' });
      await more.waitFor();
      expect(await articles.count()).toBe(1);
      await page.getByText('3 条', { exact: true }).waitFor();
      const same = page.getByRole('list', { name: '说得相同的' });
      expect(await same.count()).toBe(0);
      await more.press('Enter');
      expect(await more.getAttribute('aria-expanded')).toBe('true');
      expect(await same.getByRole('listitem').count()).toBe(2);
      expect(await same.getByRole('link', { name: '原文' }).first().getAttribute('href')).toMatch(
        /^https:\/\/forum\.example\/[abc]$/,
      );
      await same.getByRole('link', { name: /论坛/ }).first().click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await more.press('Enter');
      await same.waitFor({ state: 'detached' });
    });
  });

  test.concurrent('a list marks only what speaks for the verdict', async () => {
    await visit('/mentions?sentiment=-1', async (page) => {
      await page.getByRole('article').locator('mark').first().waitFor();
      expect(await page.getByRole('article').locator('mark.good').count()).toBe(0);
    });
  });

  test.concurrent('the keyboard alone leads from the top of the page to a search and back', async () => {
    await visit('/', async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toContain('跳到正文');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('发抖');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/mentions\?q=/);
      await page.getByText('40 条', { exact: true }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /输入页面/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: /输入页面/ }).waitFor({ state: 'detached' });
    });
  });

  test.concurrent('the language is switched in place and remembered', async () => {
    await visit('/playbooks', async (page) => {
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Playbooks', exact: true }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.reload();
      await page.getByRole('heading', { name: 'Playbooks', exact: true }).waitFor();
    });
  });
}
