import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

type Faults = readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];

/** What is not asked for costs a third of the time: other results, where elements are, style sheets read anew. */
const OPTIONS = { resultTypes: ['violations' as const], selectors: false, preload: false };
const CONTRAST = `axe.run({ ...${JSON.stringify(OPTIONS)}, runOnly: ['color-contrast'] }).then((all) => all.violations)`;

const inWords = (faults: Faults): readonly string[] =>
  faults.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));

/** Colours that are still changing are nobody's colours: what pulses for ever is not waited for. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  .map((each) => each.finished)).then(() => undefined)`;

/** What axe finds wrong by all its rules. Our pages hold no frames, so that axe needs no window of its own:
 * that would push this one into the back. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(SETTLED);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(OPTIONS).analyze();
  return inWords(violations);
}

/** What the colours do wrong, after `faultsOf` on the same page: axe stays there after its first run. */
export async function contrastFaultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(SETTLED);
  return inWords(await page.evaluate<Faults>(CONTRAST));
}
