import type { ComparedSubject, CompareScreen, Counted } from '../../../core/screens/trends.ts';
import { netSentiment } from '../../../core/statistics/net-sentiment.ts';
import { DAY, HOUR, type Instant, startOfDay, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { sideBySide } from '../../engine/side-by-side.ts';
import { firstHour } from '../../series/buckets.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import {
  countedOf,
  NOTHING,
  readSubject,
  type Step,
  type SubjectCounts,
  shareIn,
  stepsOf,
} from './trends-subjects.ts';

export interface CompareInput {
  /** Whose topics; null for all active watches together. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
  /** Topics (`touch.heating`, `term.停暖`) and watches (`watch.3`), six at most. */
  readonly subjects: readonly string[];
}

/** Up to here a line goes by the hour. */
const MAX_HOURLY_SPAN_MS = 3 * DAY;
/** Facets that the reader states of negative posts alone. */
const NEGATIVE_ONLY = /^(touch|servqual)\./;

/**
 * Topics or watches side by side. Words are counted by the day, so one of them makes all lines go by whole days.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readCompare(db: Db, input: CompareInput): Promise<CompareScreen> {
  const watches = await listWatches(db);
  const mine = chosenWatches(watches, input.watchId);
  const unit = unitOf(input);
  const ids = mine.map(({ id }) => id);
  const span = await spanOf(db, input, unit, [...ids, ...watchesOf(input.subjects)]);
  const found = await sideBySide(
    db,
    ...input.subjects.map((subject) => () => readSubject(db, { subject, ids, span, unit, watches })),
  );
  const steps = stepsOf(span, unit === 'day' ? DAY : HOUR);
  const counts = found.map(({ points }) => inStep(points, steps));
  const sums = steps.map((_, i) => counts.reduce((sum, each) => sum + (each[i]?.count ?? 0), 0));
  return {
    unit,
    span,
    steps,
    subjects: found.map((each, i) => describe(each, counts[i] ?? [], sums)),
  };
}

const watchesOf = (subjects: readonly string[]): readonly number[] =>
  subjects.flatMap((subject) => (/^watch\.\d{1,15}$/.test(subject) ? [Number(subject.slice(6))] : []));

/**
 * Whole steps, from the first hour in which anything was counted: before it nobody looked. Beside a word all go on to
 * the end of the last day, as the word does.
 */
async function spanOf(
  db: Db,
  { from, to, now, subjects }: CompareInput,
  unit: 'hour' | 'day',
  watchIds: readonly number[],
): Promise<{ readonly from: Instant; readonly to: Instant }> {
  const end = Math.min(hasWords(subjects) ? startOfDay(to + DAY - 1) : to, now);
  const first = await firstHour(db, watchIds);
  const begin = first !== null && first < end ? Math.max(from, first) : from;
  const start = unit === 'day' ? startOfDay(begin) : startOfHour(begin);
  return { from: start, to: Math.max(start, end) };
}

/** One count for each step; a step without posts is a zero. */
function inStep(points: readonly Step[], steps: readonly Instant[]): readonly Counted[] {
  const known = new Map(points.map((point) => [point.at, countedOf(point)]));
  return steps.map((at) => known.get(at) ?? NOTHING);
}

function unitOf({ from, to, subjects }: CompareInput): 'hour' | 'day' {
  return hasWords(subjects) || to - from > MAX_HOURLY_SPAN_MS ? 'day' : 'hour';
}

const hasWords = (subjects: readonly string[]): boolean =>
  subjects.some((subject) => subject.startsWith('term.'));

/** What the counts of a subject amount to, in the whole or in one step, where all together have `all`. */
function weigh(subject: string, counts: Counted, all: number) {
  const { count, negative, positive } = counts;
  return {
    voice: shareIn(count, all),
    negativeShare: shareIn(negative, count),
    net: NEGATIVE_ONLY.test(subject) ? null : netSentiment(positive, negative, count),
  };
}

function describe(read: SubjectCounts, counts: readonly Counted[], sums: readonly number[]): ComparedSubject {
  const { subject, name, total, profile } = read;
  const all = sums.reduce((sum, each) => sum + each, 0);
  const points = counts.map((each, i) => {
    const { net, ...rest } = weigh(subject, each, sums[i] ?? 0);
    return { ...each, ...rest, net: net && { p: net.value, lo: net.lo, hi: net.hi } };
  });
  return { subject, name, total, profile, points, ...weigh(subject, total, all) };
}
