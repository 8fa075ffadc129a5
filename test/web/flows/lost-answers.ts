import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../stage.ts';

/** Chromium says so of what was lost on purpose. */
const LOST = /net::ERR_FAILED/;

/** The request never arrives, as often as said. */
function breakLine(page: Page, where: string | RegExp, times = 1): Promise<unknown> {
  return page.route(where, (route: Route) => route.abort(), { times });
}

/** What people see of a line that breaks at the wrong moment. */
export function lostAnswerFlows({ visitApart }: Stage): void {
  describe('over a line that breaks', () => {
    test('who opens the page is told that it does not come through, and it opens once it does', async () => {
      await visitApart(
        'about:blank',
        async (page) => {
          await breakLine(page, '**/api/login', 2);
          await page.goto('/alerts');
          await page.getByRole('alert').getByText('连不上服务').waitFor();
          await page.getByText('正在自动重试').waitFor();
          expect(await page.getByRole('navigation').count()).toBe(0);
          await page.getByRole('heading', { name: '预警', level: 1 }).waitFor();
        },
        LOST,
      );
    });

    test('how many alerts are open is not known, rather than none, until it is', async () => {
      await visitApart(
        'about:blank',
        async (page) => {
          await breakLine(page, '**/api/alerts?status=open', 2);
          await page.goto('/trends');
          const bell = page.getByRole('banner').getByRole('link', { name: /预警/ });
          await page
            .getByRole('banner')
            .getByRole('link', { name: '有多少预警未关闭：未知，正在重试' })
            .waitFor();
          await bell.and(page.getByRole('link', { name: /^\d+ 条未关闭的预警/ })).waitFor();
        },
        LOST,
      );
    });
  });
}
