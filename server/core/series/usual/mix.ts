import { chiSquareScore } from '../../statistics/chi-square.ts';
import { HOUR, type Instant } from '../../time.ts';
import { isKnown } from '../baseline/coverage.ts';
import type { Series } from '../series.ts';

/** The platforms of the last six hours held against the watch's usual mix. */
export interface MixChange {
  /** −log10 of the chance that the usual mix, with its usual swings, gives this one. */
  readonly score: number;
  /** How far apart the two mixes are: Jensen–Shannon divergence in bits, 0 (the same) to 1 (nothing shared). */
  readonly divergence: number;
  /** The platform whose share grew most. */
  readonly platform: string;
  readonly count: number;
  readonly total: number;
  readonly usualShare: number;
  /** How much more than multinomial the mix usually swings from window to window, ≥ 1. */
  readonly inflation: number;
  readonly days: number;
  /** Mentions the usual mix rests on. */
  readonly history: number;
}

const WINDOW_HOURS = 6;
/** The newest hours stay out of what is usual. */
const EXCLUDED_HOURS = 6;
/** Platforms expected fewer than so many times in the window count together (Cochran's rule). */
const MIN_EXPECTED_COUNT = 1;

/**
 * Platforms of the last six hours against those of the known hours before, by the likelihood ratio test
 * G = 2 Σ O ln(O/E), divided by how much the mix usually swings (mean Pearson X² / df of the windows before,
 * at least 1), against chi-square with (platforms − 1) degrees. Null without history or posts.
 * Sources: R. R. Sokal, F. J. Rohlf, Biometry (G-test); P. McCullagh, J. A. Nelder, Generalized Linear
 * Models §4.5 (overdispersion of multinomial counts); J. Lin, IEEE Trans. Inf. Theory 37 (1991) 145–151.
 */
export function mixChange(series: Series, now: Instant): MixChange | null {
  const known = knownRange(series, now);
  const usual = new Map(series.platforms.map((p) => [p.platform, sumOf(p.counts, known.from, known.to)]));
  const history = [...usual.values()].reduce((sum, count) => sum + count, 0);
  const names = [...new Set([...usual.keys(), ...Object.keys(series.platformsSixHours)])].sort();
  const seen = names.map((name) => series.platformsSixHours[name] ?? 0);
  const total = seen.reduce((sum, count) => sum + count, 0);
  if (history === 0 || total === 0) return null;
  // A platform never met before is not impossible: half a post is added to each.
  const shares = names.map((name) => ((usual.get(name) ?? 0) + 0.5) / (history + names.length / 2));
  const inflation = inflationOf(series, names, shares, known);
  const { g, df } = gTest(seen, shares, total);
  const leader = names
    .map((platform, i) => ({ platform, count: seen[i] ?? 0, usualShare: shares[i] ?? 0 }))
    .reduce((best, each) => (gain(each, total) > gain(best, total) ? each : best));
  return {
    ...leader,
    score: chiSquareScore(g / inflation, df),
    divergence: divergence(
      seen.map((count) => count / total),
      shares,
    ),
    total,
    inflation,
    history,
    days: Math.round((known.to - known.from + EXCLUDED_HOURS) / 24),
  };
}

/** Indexes into `hours` of what is known and older than the last six hours. */
function knownRange(series: Series, now: Instant): { readonly from: number; readonly to: number } {
  const until = now - EXCLUDED_HOURS * HOUR;
  const to = series.hours.findLastIndex((point) => point.hour + HOUR <= until) + 1;
  const from = series.hours.findIndex((point) => isKnown(point, series.knownHours, now));
  return { from: from < 0 ? to : Math.min(from, to), to };
}

function sumOf(counts: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += counts[i] ?? 0;
  return sum;
}

function gain(each: { readonly count: number; readonly usualShare: number }, total: number): number {
  return each.count / total - each.usualShare;
}

/** Rare platforms are taken together; fewer than two groups can not differ. */
function grouped(seen: readonly number[], shares: readonly number[], total: number): [number, number][] {
  const groups: [number, number][] = [];
  let rest: [number, number] = [0, 0];
  seen.forEach((count, i) => {
    const expected = (shares[i] ?? 0) * total;
    if (expected < MIN_EXPECTED_COUNT) rest = [rest[0] + count, rest[1] + expected];
    else groups.push([count, expected]);
  });
  return rest[1] > 0 ? [...groups, rest] : groups;
}

function gTest(seen: readonly number[], shares: readonly number[], total: number) {
  const groups = grouped(seen, shares, total);
  const g = groups.reduce((sum, [o, e]) => sum + (o > 0 ? o * Math.log(o / e) : 0), 0);
  return { g: Math.max(0, 2 * g), df: groups.length - 1 };
}

function inflationOf(
  series: Series,
  names: readonly string[],
  shares: readonly number[],
  known: { readonly from: number; readonly to: number },
): number {
  const counts = names.map((name) => series.platforms.find((p) => p.platform === name)?.counts ?? []);
  let pearson = 0;
  let degrees = 0;
  for (let end = known.to; end - WINDOW_HOURS >= known.from; end -= WINDOW_HOURS) {
    const seen = counts.map((each) => sumOf(each, end - WINDOW_HOURS, end));
    const total = seen.reduce((sum, count) => sum + count, 0);
    if (total === 0) continue;
    const groups = grouped(seen, shares, total);
    if (groups.length < 2) continue;
    pearson += groups.reduce((sum, [o, e]) => sum + (o - e) ** 2 / e, 0);
    degrees += groups.length - 1;
  }
  return degrees > 0 ? Math.max(1, pearson / degrees) : 1;
}

function divergence(p: readonly number[], q: readonly number[]): number {
  const part = (a: number, m: number) => (a > 0 ? a * Math.log2(a / m) : 0);
  return p.reduce((sum, a, i) => {
    const b = q[i] ?? 0;
    const m = (a + b) / 2;
    return sum + (part(a, m) + part(b, m)) / 2;
  }, 0);
}
