/** What posts of one watch usually bring about, from a sample of them. */
export interface UsualReactions {
  /** Posts that it rests on. */
  readonly posts: number;
  readonly median: number;
  /** What 97.5 % of them stay below. */
  readonly high: number;
  /** Where the tail begins: the ninth decile. */
  readonly bar: number;
  /** Mean logarithm of how far those beyond the bar lie above it. */
  readonly tail: number;
}

/** Share of the posts that the tail is read from. */
const TAIL = 0.1;
/** Below so many reactions a ratio means nothing. */
const MIN_BAR_REACTIONS = 10;
/** Tails are heavy until many posts say otherwise: this mean is believed, for as much as so many posts. */
const BELIEVED = { mean: 0.9, posts: 5 } as const;
/** However alike they were so far: one post may always go far. */
const MIN_TAIL = 0.7;

/** @param reactions of posts that show any count, in any order; null for none of them */
export function usualReactions(reactions: readonly number[]): UsualReactions | null {
  if (reactions.length === 0) return null;
  const sorted = reactions.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const bar = Math.max(MIN_BAR_REACTIONS, at(1 - TAIL));
  const beyond = sorted.filter((each) => each > bar);
  const sum = beyond.reduce((all, each) => all + Math.log(each / bar), BELIEVED.mean * BELIEVED.posts);
  const tail = Math.max(MIN_TAIL, sum / (beyond.length + BELIEVED.posts));
  return { posts: sorted.length, median: at(0.5), high: at(0.975), bar, tail };
}

/**
 * −log10 of the probability that any of so many posts brings about as much: beyond the bar counts have a Pareto
 * tail, with the index that B. M. Hill (Annals of Statistics 3, 1975) estimates. 0 below the bar.
 */
export function reactionScore(reactions: number, among: number, usual: UsualReactions): number {
  if (reactions <= usual.bar) return 0;
  const one = TAIL * (reactions / usual.bar) ** (-1 / usual.tail);
  return -Math.log10(-Math.expm1(Math.max(1, among) * Math.log1p(-one)));
}
