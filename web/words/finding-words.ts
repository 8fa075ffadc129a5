import type { AlertRow, Finding, Level, Overview, VolumePoint } from '../api/client.ts';
import { findingSentence, lateBy } from './finding-sentence.ts';
import * as format from './format.ts';
import type { Words } from './zh.ts';

type Share = Pick<Overview['share'], 'p' | 'lo' | 'hi' | 'before'> & {
  readonly points?: Overview['share']['points'];
};

const BURSTS = ['nb-tail', 'cold-start'];

/** How unusual, in words: a ratio only where the usual is large enough to divide by; what rules and facts rang as it is. */
export function unusualWords(
  main: Finding | null,
  duration: (milliseconds: number) => string,
  words: Words,
): string {
  if (main?.baseline.kind === 'rule') return findingSentence(main, words, duration);
  if (main === null) return words.overview.byFacts;
  if (main.expected === null) return words.overview.noUsual;
  const { observed, expected, windowMinutes, facts } = main;
  if (facts.measure === 'silence') return words.findings.silent(format.usual(expected));
  // Only a burst is held against the hour: shares, reactions, people and weeks are no posts of one.
  if (!BURSTS.includes(main.detector) || main.key === 'negative-6h' || lateBy(main) !== null)
    return findingSentence(main, words, duration);
  const times = format.times(observed, expected);
  if (times !== null) return words.overview.ratio(times);
  const window = duration(windowMinutes * 60_000);
  return words.overview.rare(format.exact(observed), window, facts.measure === 'negative');
}

/** What is claimed, and that nobody has verified it. */
export function claimWords(claim: Finding, duration: (milliseconds: number) => string, words: Words): string {
  return words.overview.claimed(findingSentence(claim, words, duration));
}

type Told = Pick<AlertRow, 'main' | 'claim' | 'worst' | 'lately'>;

interface Say {
  readonly duration: (milliseconds: number) => string;
  readonly moment: (at: number) => string;
}

/** What is claimed and how unusual it is; of an alert whose worst is over, when that was and what is said now. */
export function toldParts(
  { main: last, claim: claimed, worst, lately }: Told,
  { duration, moment }: Say,
  words: Words,
): readonly string[] {
  const { main, claim } = worst ?? { main: last, claim: claimed };
  return [
    ...(worst ? [words.findings.atWorst(moment(worst.at))] : []),
    ...(claim ? [claimWords(claim, duration, words)] : []),
    ...(claim && claim.key === main?.key ? [] : [unusualWords(main, duration, words)]),
    ...(lately ? [words.findings.lately(format.exact(lately.total), format.exact(lately.negative))] : []),
  ];
}

/** What an alert is about, where the server's own sentence is not to be read. */
export function alertSentence(
  { watchName, ...told }: Pick<AlertRow, 'watchName'> & Told,
  say: Say,
  words: Words,
): string {
  return `${watchName}${words.common.colon}${toldParts(told, say, words).join(words.common.comma)}`;
}

/** A sentence of an alert without the subject it begins with: its heading has said that. */
export function aloneSentence(sentence: string, watchName: string, words: Words): string {
  const before = `${watchName}${words.common.colon}`;
  if (!sentence.startsWith(before)) return sentence;
  const rest = sentence.slice(before.length);
  return `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`;
}

/** How far it went, what is known of it; empty where nothing is. */
export function spreadWords(
  metrics: Readonly<Record<string, number>>,
  copyShare: number | null,
  compact: (value: number) => string,
  words: Words,
): string {
  const { reach_24h: reach, distinct_areas_6h: areas, hot_rank: rank } = metrics;
  const say = words.alerts.spread;
  const parts = [
    ...(reach ? [say.reach(compact(reach))] : []),
    ...(areas ? [say.areas(areas)] : []),
    ...(copyShare === null ? [] : [say.copies(format.percent(copyShare))]),
    ...(rank === undefined ? [] : [say.rank(rank)]),
  ];
  return parts.join(words.common.comma);
}

/** Where no alert is open: the gravest watch that is yellow or worse nevertheless, as after a close; null: all is calm. */
export function standingRisk(risks: Overview['risk']): Standing | null {
  const grave = risks.flatMap(({ name, risk }) =>
    risk.level === null || risk.level === 'IV' ? [] : [{ name, level: risk.level, index: risk.index }],
  );
  return grave.sort((a, b) => b.index - a.index)[0] ?? null;
}

interface Standing {
  readonly name: string;
  readonly level: Level;
  readonly index: number;
}

/** The title of a volume chart: what it shows, in words. */
export function volumeFinding(
  points: readonly VolumePoint[],
  unit: 'hour' | 'day',
  when: (at: number) => string,
  words: Words,
): string {
  const total = points.reduce((sum, point) => sum + countOf(point), 0);
  if (total === 0) return words.finding.nothing;
  if (points.every((point) => point.high === null)) return words.finding.noBaseline(format.exact(total));
  const run = lastRun(points);
  const peak = run.reduce<VolumePoint | null>(
    (best, p) => (best && countOf(best) >= countOf(p) ? best : p),
    null,
  );
  const first = run[0];
  if (!peak || !first) return words.finding.within(format.exact(total));
  return words.finding.above(
    when(first.at),
    format.exact(countOf(peak)),
    format.usual(peak.expected ?? 0),
    unit === 'day',
  );
}

/** The title of the negative share: only a change that the interval supports is called one. */
export function shareFinding(share: Share, words: Words): string {
  const { p, lo, hi, before } = share;
  if (p === null) return words.finding.noShare;
  // Weeks may be as calm as those before, and their last day far worse: that is what is to be said.
  const last = leapAtEnd(share);
  if (last !== null && (before.p === null || p < before.p * 2))
    return words.finding.shareLast(format.percent(last), format.percent(p));
  if (before.p === null || before.n === 0) return words.finding.shareNoBefore(format.percent(p));
  if (before.p >= lo && before.p <= hi) return words.finding.shareSame;
  const ratio = before.p > 0 ? p / before.p : 0;
  // Five negatives before, at least: a ratio over fewer is noise.
  if (ratio >= 2 && before.p * before.n >= 5)
    return words.finding.shareTimes(ratio.toFixed(1).replace(/\.0$/, ''));
  const points = Math.abs(p - before.p) * 100;
  return p > before.p ? words.finding.shareUp(points.toFixed(1)) : words.finding.shareDown(points.toFixed(1));
}

/** Share of the newest step of a chart where it surely is twice that of the whole; else null. */
function leapAtEnd({ p, points = [] }: Share): number | null {
  const last = points.at(-1);
  if (p === null || p === 0 || last === undefined || last.p === null) return null;
  return last.lo >= 2 * p ? last.p : null;
}

export function countOf(point: VolumePoint): number {
  return point.negative + point.neutral + point.positive;
}

/** The latest stretch above the usual range; one point back inside does not end it. */
function lastRun(points: readonly VolumePoint[]): readonly VolumePoint[] {
  const above = points.map((point) => point.high !== null && countOf(point) > Math.max(point.high, 1));
  let start = above.lastIndexOf(true);
  if (start < 0) return [];
  const end = start;
  while (start > 0 && (above[start - 1] || (start > 1 && above[start - 2])))
    start -= above[start - 1] ? 1 : 2;
  return points.slice(start, end + 1);
}
