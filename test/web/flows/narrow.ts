import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';
import { fits, shown, until } from '../waits.ts';

const WIDTHS = [320, 390, 600, 720, 721, 800, 860, 901, 940, 976, 1000, 1069, 1100, 1280, 1440];
const SPAN = '/mentions?range=custom&from=2026-11-02&to=2026-11-28';

/** Alerts in such a number as a bad night brings. */
async function manyAlerts(page: Page, count: number): Promise<void> {
  await page.route('**/api/alerts?status=open', async (route) => {
    const answer = await route.fetch();
    const [row] = await answer.json();
    const json = Array.from({ length: count }, (_, at) => ({ ...row, id: at + 1 }));
    await route.fulfill({ response: answer, json });
  });
}
async function speak(page: Page, language: 'zh' | 'en'): Promise<void> {
  await page.evaluate(`localStorage.setItem('tingchao.language', '${language}')`);
}
/** A feed with as much to say of it as one may have. */
async function oneFeed(page: Page): Promise<void> {
  const at = Date.now();
  const row = {
    id: 1,
    mark: 'a',
    name: '云川市供热服务投诉与咨询本地论坛',
    source: 'rss',
    platform: 'forum',
    params: {},
    every: 300,
    cron: null,
    adaptive: { min: 60, max: 3600 },
    pace: 300,
    active: true,
    createdAt: 0,
    backfill: false,
    articles: true,
    health: 'ok',
    failures: 0,
    downSince: null,
    lastRun: null,
    lastOkAt: at - 3_660_000,
    lastPostsAt: at,
    nextAt: at + 3_660_000,
    stored24h: 12_345,
    lagP50: 3_660_000,
    lagP95: 7_260_000,
    usual: { usual: 11_111, days: 14, fallen: true },
    days: [],
    dateOnly: false,
  };
  await page.route(/\/api\/feeds$/, (route) => route.fulfill({ json: [row] }));
}
/** The bar's last thing ends within the window. */
const BAR_ENDS = `(() => {
  const bar = document.querySelector('header.bar');
  const seen = [...bar.querySelectorAll('a, button, select')].filter((each) => each.offsetWidth > 0);
  return seen.every((each) => each.getBoundingClientRect().right <= innerWidth);
})()`;

/** Between the telephone and the wide desk: what has to fold, folds before it is cut off. */
export function narrowFlows({ visitApart, desk }: Stage): void {
  describe.concurrent('in every width', { timeout: 300_000 }, () => {
    test.each(['zh', 'en'] as const)('the bar keeps its bell in sight, in %s', async (language) => {
      await visitApart('/nowhere', async (page) => {
        await speak(page, language);
        await manyAlerts(page, 128);
        await page.goto(`${desk().url}${SPAN}`);
        await page.locator('.bar .bell').filter({ hasText: '128' }).waitFor();
        await shown(page);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          await fits(page);
          await until(page, BAR_ENDS);
        }
      });
    });

    test('the pages about ringing people fold their tabs on a small telephone, in English', async () => {
      await visitApart('/nowhere', async (page) => {
        await speak(page, 'en');
        await page.setViewportSize({ width: 320, height: 640 });
        await page.goto(`${desk().url}/channels`);
        await page.getByRole('link', { name: 'Templates' }).waitFor();
        await fits(page);
      });
    });

    test.each([
      [31, '31'],
      [128, '99+'],
    ])('%i alerts stand on one line beside the icon', async (count, words) => {
      await visitApart('/nowhere', async (page) => {
        await manyAlerts(page, count);
        await page.setViewportSize({ width: 390, height: 844 });
        await page.goto(`${desk().url}/feeds`);
        const badge = page.locator('nav.bottom b', { hasText: words });
        await badge.waitFor();
        expect(await badge.innerText()).toBe(words);
        expect(await badge.evaluate((each) => each.getBoundingClientRect().height)).toBeLessThan(20);
      });
    });

    test('enlarged to twice its size, every button of an alert can be touched', async () => {
      await visitApart('/alerts', async (page) => {
        await page.getByRole('link', { name: '打开预警' }).first().click();
        await page.getByRole('button', { name: '记为误报' }).waitFor();
        await page.setViewportSize({ width: 195, height: 422 });
        await until(
          page,
          `(() => {
            const nav = document.querySelector('nav.bottom').getBoundingClientRect();
            const buttons = [...document.querySelectorAll('.head .actions .button')];
            return buttons.length > 1 && buttons.every((each) => {
              const { left, right, top, bottom } = each.getBoundingClientRect();
              const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
              return left >= 0 && right <= 195 && top >= 0 && bottom <= nav.top && over !== null && each.contains(over);
            });
          })()`,
        );
      });
    });

    test('the sentence of an alert has the whole width where its buttons would squeeze it', async () => {
      await visitApart('/alerts', async (page) => {
        await page.getByRole('link', { name: '打开预警' }).first().click();
        const close = page.getByRole('button', { name: '关闭预警' });
        await close.waitFor();
        const below = `(() => {
          const [words, buttons] = ['h1', '.actions'].map((each) => document.querySelector('.head ' + each));
          return buttons.getBoundingClientRect().top >= words.getBoundingClientRect().bottom;
        })()`;
        for (const width of [721, 900, 1100]) {
          await page.setViewportSize({ width, height: 800 });
          await until(page, below);
          await fits(page);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
        await until(page, `!${below}`);
      });
    });
  });

  describe.concurrent('on its way to narrow', { timeout: 300_000 }, () => {
    test.each(['zh', 'en'] as const)(
      'the first page needs no scrolling at 1440 by 900, in %s',
      async (language) => {
        await visitApart('/nowhere', async (page) => {
          await speak(page, language);
          await page.goto(`${desk().url}/`);
          await page.locator('.overview section.trust').waitFor();
          await until(page, 'document.documentElement.scrollHeight <= innerHeight');
        });
      },
    );

    test.each([
      ['zh', '/feeds'],
      ['en', '/feeds'],
      ['zh', '/service?watch=1&range=7d'],
      ['en', '/service?watch=1&range=7d'],
    ] as const)('in %s no column of %s is cut off', async (language, address) => {
      await visitApart('/nowhere', async (page) => {
        await speak(page, language);
        await oneFeed(page);
        await page.goto(`${desk().url}${address}`);
        await shown(page);
        await page.locator('.table-scroll table').first().waitFor();
        for (const width of WIDTHS.filter((each) => each > 720)) {
          await page.setViewportSize({ width, height: 900 });
          await until(
            page,
            `[...document.querySelectorAll('.table-scroll')].every((each) => each.scrollWidth <= each.clientWidth)`,
          );
        }
      });
    });

    test('in a drawer a field that was left out is told under it, below the header, in the language of the page', async () => {
      await visitApart('/duty', async (page) => {
        await page.setViewportSize({ width: 390, height: 500 });
        await page.getByRole('button', { name: '添加人员' }).first().click();
        const drawer = page.getByRole('dialog');
        await drawer.locator('[required]').first().waitFor();
        await drawer.getByRole('button', { name: /^(保存|添加)/ }).click();
        const told = drawer.locator('.field-fault').first();
        await told.waitFor();
        expect(await told.innerText()).toBe('请填写');
        const field = drawer.locator('[aria-invalid="true"]').first();
        await field.and(page.locator(':focus')).waitFor();
        await until(
          page,
          `document.querySelector('dialog [aria-invalid="true"]').getBoundingClientRect().top
            >= document.querySelector('dialog header').getBoundingClientRect().bottom`,
        );
        await field.fill('王值班');
        await told.waitFor({ state: 'detached' });
        expect(await drawer.locator('[aria-invalid]').count()).toBe(0);
      });
    });
  });

  describe.concurrent('while nothing can be seen', { timeout: 300_000 }, () => {
    test.each([
      ['/alerts', '**/api/alerts?status=open', '没有未关闭的预警'],
      ['/mentions?range=custom&from=2020-01-01&to=2020-01-02', null, '没有符合条件的提及'],
      ['/stories?range=custom&from=2020-01-01&to=2020-01-02', null, '这段时间没有事件'],
      ['/trends?range=custom&from=2020-01-01&to=2020-01-02', null, '这段时间没有内容'],
    ])('%s says so, and leads to what mends it', async (address, emptied, calm) => {
      await visitApart('/nowhere', async (page) => {
        if (emptied) await page.route(emptied, (route) => route.fulfill({ json: [] }));
        await page.route('**/api/system', async (route) => {
          const answer = await route.fetch();
          const json = { ...(await answer.json()), blind: { kind: 'no-feed', since: null } };
          await route.fulfill({ response: answer, json });
        });
        await page.goto(`${desk().url}${address}`);
        await page.getByText('看不见：还没有来源').waitFor();
        expect(await page.getByText(calm).count()).toBe(0);
        await page.locator('main').getByRole('link', { name: '添加来源' }).click();
        await page.waitForURL(/\/feeds\/new/);
      });
    });
  });
}
