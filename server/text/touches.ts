import type { Touchpoint } from '../core/reading/analysis.ts';
import type { SignHit } from './cues/signs.ts';
import { isLoose } from './loose-touch.ts';
import { isPartOfName } from './own-names.ts';
import type { Hit, Reading } from './reading.ts';
import { KIND } from './terms.ts';

/** A touchpoint and where it is spoken of. */
export interface Touch {
  readonly name: Touchpoint;
  readonly start: number;
  readonly end: number;
}

const TOUCH_SIGN = 'touch.';

/** Touchpoints named by a listed word, then those told by what happened. */
export function touchesOf(reading: Reading, signs: readonly SignHit[]): readonly Touch[] {
  const touches: Touch[] = [];
  const add = (name: Touchpoint, start: number, end: number) => touches.push({ name, start, end });
  const hits = reading.of(KIND.touch);
  const own = ownTouches(hits, signs);
  for (const { term, start, end } of hits) {
    // It tells what 漏水 beside it is about, and by itself nothing.
    if (isPartOfName(reading.text, start, end)) continue;
    if (own.has(term.name)) add(term.name as Touchpoint, start, end);
  }
  for (const { name, start, end } of signs) {
    if (name.startsWith(TOUCH_SIGN)) add(name.slice(TOUCH_SIGN.length) as Touchpoint, start, end);
  }
  return touches;
}

/** Touchpoints that a word or a sign of their own tells of: 漏水 alone is no heating, beside 暖气 it is. */
function ownTouches(hits: readonly Hit[], signs: readonly SignHit[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const { term } of hits) if (!isLoose(term.name as Touchpoint, term.text)) own.add(term.name);
  for (const { name } of signs) if (name.startsWith(TOUCH_SIGN)) own.add(name.slice(TOUCH_SIGN.length));
  return own;
}
