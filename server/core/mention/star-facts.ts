import { TOUCHPOINTS, type Touchpoint } from '../reading/analysis.ts';
import type { AnalysedMention, Fact } from './mention.ts';

/** A review with stars; its value is how many. */
export const RATED = 'star.rated';
const PRAISED = 'star.plus.';
const BLAMED = 'star.minus.';

/** Names of the facts by which stars are held against what a review praises and blames. They alarm nobody. */
export const TOLD_NAMES: readonly string[] = TOUCHPOINTS.flatMap((name) => [PRAISED + name, BLAMED + name]);
export const STAR_NAMES: readonly string[] = [RATED, ...TOLD_NAMES];

/** The touchpoint of such a name, and whether it is praised; null for another name. */
export function toldBy(name: string): { readonly touchpoint: Touchpoint; readonly praised: boolean } | null {
  const praised = name.startsWith(PRAISED);
  const rest = name.slice(praised ? PRAISED.length : BLAMED.length);
  const touchpoint = TOUCHPOINTS.find((each) => each === rest);
  if (touchpoint === undefined || !(praised || name.startsWith(BLAMED))) return null;
  return { touchpoint, praised };
}

/**
 * Of a review with stars: how many, and each touchpoint that it praises or blames. One that does both counts on both
 * sides. What the whole review feels like does not matter: it is what the stars are to be explained by.
 */
export function starFacts({ post, analysis }: AnalysedMention): readonly Fact[] {
  if (post.rating === null) return [];
  const names = analysis.aspects.flatMap(({ touchpoint, polarity }) =>
    touchpoint === null || polarity === 0 ? [] : [(polarity > 0 ? PRAISED : BLAMED) + touchpoint],
  );
  return [{ name: RATED, value: post.rating }, ...[...new Set(names)].map((name) => ({ name, value: null }))];
}
