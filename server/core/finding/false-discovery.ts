import type { Finding } from './finding.ts';

/**
 * Of the statistical findings of one pass, at most one in twenty is chance, on average. With nothing going on
 * anywhere that is one false finding in twenty passes that do not overlap (a day has some 24 of them): about one a day
 * for a whole installation, be it 5 watches or 500. A single watch is held to nothing new: its detectors ask for a
 * probability below 10^−4 already, and its few tests times that lie below the rate.
 */
export const FALSE_SHARE = 0.05;

/** A finding that chance would bring about too easily among so many tests. */
interface ProbablyChance {
  readonly finding: Finding;
  readonly reason: 'false-discovery';
  /** Tests of the whole pass. */
  readonly tests: number;
  /** −log10 of the probability that would have been asked of it. */
  readonly leastScore: number;
}

/** A finding beside what is usual, while the past it is compared with is still being brought in. */
interface Unsettled {
  readonly finding: Finding;
  readonly reason: 'arriving-past';
}

/** A finding that is gone once feeds that were made or came back of late are allowed for: more is heard, not said. */
interface MoreHeard {
  readonly finding: Finding;
  readonly reason: 'more-heard';
}

/** A finding of what the same hours of the weeks before brought as well. */
interface WeeklyHabit {
  readonly finding: Finding;
  readonly reason: 'weekly-habit';
}

/** A finding that is held back, and why. */
export type HeldFinding = ProbablyChance | Unsettled | MoreHeard | WeeklyHabit;

/**
 * The findings that nothing can be said about yet: half of a past makes the other half's hours look silent or loud.
 * @param arriving watches whose past is being brought in
 */
export function unsettled(
  findings: readonly Finding[],
  arriving: ReadonlySet<number>,
): readonly HeldFinding[] {
  return findings
    .filter((finding) => arriving.has(finding.watchId) && isStatistical(finding))
    .map((finding) => ({ finding, reason: 'arriving-past' }));
}

/** Whether a finding claims a probability; rules and severe claims do not, and are never held. */
export function isStatistical({ score, baseline }: Finding): boolean {
  return score > 0 && (baseline.kind === 'hour-of-week' || baseline.kind === 'own-history');
}

/** −log10 of the probability a finding was made by; a chart over time is found by its peak (`facts.peak`). */
function chanceOf({ score, facts }: Finding): number {
  return typeof facts.peak === 'number' ? Math.max(score, facts.peak) : score;
}

/**
 * Controls the false discovery rate of the findings of one pass over many watches: with the m tests in order
 * of their probability p₁ ≤ p₂ ≤ …, those up to the largest k with p_k ≤ k·q/m pass. Tests that gave no finding
 * count in m and have no rank, as their probabilities are larger than any finding's. Holds for independent tests
 * and for such as depend positively (one watch's windows do). Compared as −log10, which never underflows.
 * Source: Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289–300; dependence: Y. Benjamini,
 * D. Yekutieli, Ann. Stat. 29 (2001) 1165–1188.
 * @param tests m: of all watches, also where a pass looks at some of them only
 * @returns the findings held back, in the order given; all others pass
 */
export function falseDiscoveries(
  findings: readonly Finding[],
  tests: number,
  falseShare = FALSE_SHARE,
): readonly ProbablyChance[] {
  const scores = findings
    .filter(isStatistical)
    .map(chanceOf)
    .sort((a, b) => b - a);
  const asked = (rank: number): number => Math.log10(Math.max(tests, scores.length) / (rank * falseShare));
  const passed = scores.findLastIndex((score, i) => score >= asked(i + 1)) + 1;
  // Equal probabilities are decided alike: whoever reaches the last one's passes.
  const least = passed > 0 ? (scores[passed - 1] ?? 0) : Number.POSITIVE_INFINITY;
  return findings
    .filter((finding) => isStatistical(finding) && chanceOf(finding) < least)
    .map((finding) => ({ finding, reason: 'false-discovery', tests, leastScore: asked(passed + 1) }));
}

/** Statistical tests that one look at one watch makes. */
export function testsOf(detectors: readonly { readonly tests?: number }[]): number {
  return detectors.reduce((sum, { tests = 0 }) => sum + tests, 0);
}
