import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/*
 * Waiting is the page's affair: `expect.poll` belongs to the test that began last, and where another one that runs
 * beside it has ended, to none.
 */

const PATIENCE_MS = 60_000;

/** Until a page has something to say and nothing is being loaded. */
export async function shown(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await until(page, '!document.body.textContent.includes("正在载入")');
}

/** Until nothing stands out at the side: the charts follow the window a moment later. */
export function fits(page: Page): Promise<void> {
  return until(page, `document.documentElement.scrollWidth <= ${page.viewportSize()?.width}`);
}

/** Until an expression is true within the page; what never is fails with the expression. */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > end) throw new Error(`never true at ${page.url()}: ${expression}`);
    await sleep(50);
  }
}
