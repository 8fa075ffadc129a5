import type { Claim } from '../series/series.ts';
import { type Noticed, ruleFinding } from './finding.ts';

/** Posts per day with the same claim in the two days before; what is talked of anyway. */
export function usualPerDay(claim: Claim): number {
  return Math.max(0, claim.posts72h - claim.posts24h) / 2;
}

/** More than a minimum and clearly more than in the two days before. */
export function rises(claim: Claim, minimum: number): boolean {
  return claim.authors24h >= minimum + 2 * usualPerDay(claim);
}

/** With fewer posts it is not worth saying that some repeat others. */
const MIN_REPEATED_POSTS = 3;

/** How many posts say it in words of their own, where most only repeat others; else absent. */
function repeated({ posts24h, originals24h }: Claim): { readonly originals?: number } {
  if (originals24h === null || posts24h < MIN_REPEATED_POSTS || originals24h * 2 > posts24h) return {};
  return { originals: Math.max(1, originals24h) };
}

/** A finding about what people claim, counted in distinct authors of 24 h: a rule, not a statistic. */
export function claimFinding(claim: Claim, facts: Readonly<Record<string, number | string>>): Noticed {
  return ruleFinding({
    key: claim.fact,
    windowMinutes: 24 * 60,
    observed: claim.authors24h,
    facts: {
      fact: claim.fact,
      authors: claim.authors24h,
      posts: claim.posts24h,
      usualPerDay: usualPerDay(claim),
      firstAt: claim.firstAt,
      ...(claim.usual && { usualAuthors: Math.max(1, Math.round(claim.usual.perDay)) }),
      ...repeated(claim),
      ...facts,
    },
    examples: claim.examples.slice(0, 5),
  });
}
