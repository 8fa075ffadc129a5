import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { until } from '../waits.ts';

const PHONE = { width: 390, height: 844 };

/** What is the same around every page: how it opens, what is nowhere, and the ways back. */
export function frameFlows({ visitApart, desk }: Stage): void {
  describe.concurrent('around every page', () => {
    test('who has a slow line is told that it opens, in the language that was chosen, and then no more', async () => {
      await visitApart('about:blank', async (page, context) => {
        const arrived = Promise.withResolvers<void>();
        await context.route('**/assets/*.js', async (route) => {
          await arrived.promise;
          await route.continue();
        });
        await page.goto(`${desk().url}/alerts`, { waitUntil: 'commit' });
        await page.getByText('正在打开', { exact: true }).waitFor();
        expect(await page.getByText('Opening', { exact: true }).isVisible()).toBe(false);
        await page.evaluate("document.documentElement.lang = 'en'");
        await page.getByText('Opening', { exact: true }).waitFor();
        arrived.resolve();
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect(await page.locator('#opening').count()).toBe(0);
      });
    });

    test.each([
      ['/alerts/abc', '没有这条预警', '/alerts'],
      ['/alerts/999999', '没有这条预警', '/alerts'],
      ['/stories/abc', '没有这个事件', '/stories'],
      ['/reports/abc', '没有这份报告', '/reports'],
    ])('%s is nothing, and leads to the list', async (address, words, list) => {
      await visitApart(
        address,
        async (page) => {
          await page.getByText(words).waitFor();
          await page.getByRole('link', { name: '回到列表' }).click();
          await page.waitForURL(`${desk().url}${list}`);
        },
        / 404 /,
      );
    });

    test('on a telephone the way back closes the sheet of pages, and leads past it from a page chosen there', async () => {
      await visitApart('/', async (page) => {
        await page.setViewportSize(PHONE);
        await page.getByRole('link', { name: '提及', exact: true }).click();
        await page.waitForURL('**/mentions');
        const sheet = page.getByRole('dialog', { name: '更多' });
        const more = page.getByRole('button', { name: '更多', exact: true });
        await more.click();
        await sheet.waitFor();
        await page.goBack();
        await sheet.waitFor({ state: 'detached' });
        expect(new URL(page.url()).pathname).toBe('/mentions');
        await more.click();
        await page.keyboard.press('Escape');
        await sheet.waitFor({ state: 'detached' });
        await more.click();
        await sheet.getByRole('link', { name: /^来源/ }).click();
        await page.waitForURL('**/feeds');
        expect(await sheet.count()).toBe(0);
        await page.goBack();
        await page.waitForURL('**/mentions');
        expect(await sheet.count()).toBe(0);
        await page.goBack();
        await page.waitForURL(`${desk().url}/`);
      });
    });

    test('Esc calls the question for the name off, and a button that works is read while it is pointed at', async () => {
      await visitApart('/alerts', async (page, context) => {
        await page.getByRole('link', { name: '打开预警' }).first().click();
        const confirm = page.getByRole('button', { name: /确认收到|正在提交/ });
        await confirm.click();
        const asked = page.getByLabel(/以谁的名义/);
        await asked.waitFor();
        await page.keyboard.press('Escape');
        await asked.waitFor({ state: 'detached' });
        expect(await page.locator(':focus').innerText()).toBe('确认收到');
        // Never answered: it stays busy until the window is closed.
        await context.route('**/api/alerts/*/acknowledge', () => {});
        await confirm.click();
        await asked.fill('夜班');
        await page.keyboard.press('Enter');
        await confirm.and(page.locator(':disabled')).waitFor();
        await confirm.hover();
        await until(
          page,
          `(() => {
          const button = document.querySelector('.button.primary:disabled:hover');
          const raised = document.createElement('i');
          raised.style.background = 'var(--raised)';
          document.body.append(raised);
          return button !== null
            && getComputedStyle(button).backgroundColor === getComputedStyle(raised).backgroundColor;
        })()`,
        );
      });
    });

    test('two red alerts of two watches are both named first, the one that nobody confirmed before the other', async () => {
      await visitApart('about:blank', async (page, context) => {
        await context.route('**/api/overview?*', async (route) => {
          const answer = await route.fetch();
          const { alerts, ...rest } = await answer.json();
          const red = {
            ...alerts[0],
            level: 'I',
            status: 'acknowledged',
            acknowledgedBy: '李强',
            acknowledgedAt: Date.now(),
          };
          const unheard = { status: 'open', acknowledgedBy: null, acknowledgedAt: null };
          const other = { id: 901, watchId: 901, watchName: '云川热力', openedAt: Date.now() - 20 * 60_000 };
          const yellow = { ...red, id: 902, watchId: 902, watchName: '云川公交', level: 'III' };
          await route.fulfill({
            response: answer,
            json: { ...rest, alerts: [red, { ...red, ...other, ...unheard }, yellow] },
          });
        });
        await page.goto(`${desk().url}/`);
        const heading = page.getByRole('heading', { level: 1 });
        await heading.getByText('云川热力').waitFor();
        expect(await heading.innerText()).toMatch(
          /^红色预警 2 条：云川热力（(19|20|21) 分钟无人确认）、供热服务$/,
        );
        await page.getByText('另有黄色预警 1 条未关闭').waitFor();
        const to = await heading.getByRole('link', { name: /云川热力/ }).getAttribute('href');
        expect(to).toBe('/alerts/901');
        // The page may just be asking again.
        await context.unrouteAll({ behavior: 'wait' });
      });
    });

    test('a source that is down is not called well', async () => {
      await visitApart('about:blank', async (page, context) => {
        await context.route('**/api/system', async (route) => {
          const answer = await route.fetch();
          const { feeds, ...rest } = await answer.json();
          const told = { ...rest, troubles: [], blind: null, feeds: { ...feeds, down: 1 } };
          await route.fulfill({ response: answer, json: told });
        });
        await page.goto(`${desk().url}/system`);
        await page.getByRole('link', { name: '1 个来源失效' }).waitFor();
        expect(await page.getByText('一切正常').count()).toBe(0);
      });
    });

    test('what was refused is said in the words of its field, and the rest of it is folded away', async () => {
      await visitApart(
        '/alerts',
        async (page, context) => {
          await page.evaluate("localStorage.setItem('tingchao.name', '夜班')");
          await page.reload();
          await page.getByRole('link', { name: '打开预警' }).first().click();
          const refusal = 'records.dead: Too big: expected number to be <=1000000000';
          const faults = [{ field: 'records.dead', message: 'Too big' }];
          await context.route('**/api/alerts/*/records', (route) =>
            route.fulfill({
              status: 400,
              json: { error: { code: 'bad_request', message: refusal, details: { faults } } },
            }),
          );
          await page.getByLabel('死亡人数（核实）').fill('7');
          await page.getByRole('button', { name: '登记并重新判断' }).click();
          const fault = page.getByRole('alert').filter({ hasText: '死亡人数（核实）：内容不符合要求' });
          await fault.waitFor();
          expect(await fault.getByText(refusal).isVisible()).toBe(false);
          await fault.getByText('技术细节').click();
          await fault.getByText(refusal).waitFor();
        },
        / 400 /,
      );
    });
  });
}
