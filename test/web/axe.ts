import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

type Faults = readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];

/** The axe that comes with Playwright's builder, without the builder: that puts the long source into the page twice and
 * carries out all results, which takes half as long again. */
const PLACE = createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js');
const AXE = readFileSync(PLACE, 'utf8');

/** What is not asked for costs a third of the time: other results, where elements are, style sheets read anew. */
const OPTIONS = { resultTypes: ['violations'], selectors: false, preload: false };

const inWords = (faults: Faults): readonly string[] =>
  faults.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));

/** Colours that are still changing are nobody's colours: what pulses for ever is not waited for. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  .map((each) => each.finished)).then(() => undefined)`;

async function violationsOf(page: Page, options: object): Promise<readonly string[]> {
  await page.evaluate(SETTLED);
  if (await page.evaluate('!window.axe')) await page.evaluate(AXE);
  const asked = JSON.stringify({ ...OPTIONS, ...options });
  return inWords(await page.evaluate<Faults>(`axe.run(${asked}).then((all) => all.violations)`));
}

/** What axe finds wrong by all its rules. Our pages hold no frames to be looked into. */
export function faultsOf(page: Page): Promise<readonly string[]> {
  return violationsOf(page, {});
}

/** What the colours do wrong. */
export function contrastFaultsOf(page: Page): Promise<readonly string[]> {
  return violationsOf(page, { runOnly: ['color-contrast'] });
}
