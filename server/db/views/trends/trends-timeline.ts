import type { VolumePoint } from '../../../core/screens/mentions.ts';
import { timelineFindings } from '../../../core/screens/timeline-findings.ts';
import type { HeatCell, TrendsScreen } from '../../../core/screens/trends.ts';
import { FINE_STEP, fineSince } from '../../../core/series/bucket.ts';
import { DAY, HOUR, type Instant, startOfDay, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { listAnnotations } from '../../reading/annotations.ts';
import { readHours } from '../../series/buckets.ts';
import { readFine } from '../../series/fine-series.ts';
import { readAlertMarks } from '../alert/alert-marks.ts';
import { volumeOf } from '../alert/chart.ts';
import type { History } from '../alert/history.ts';

/** Up to here a timeline goes by the hour: bars stay wide enough to tell apart. */
const MAX_HOURLY_SPAN_MS = 31 * DAY;
/** Up to here it goes by five minutes, while they are kept. */
const MAX_FINE_SPAN_MS = 12 * HOUR;
const HEAT_DAYS = [7, 28] as const;

type Timeline = TrendsScreen['timeline'];

/** The timeline of some watches as one, with what was found in it and what people wrote beside it. */
export async function readTimeline(
  db: Db,
  watchIds: readonly number[],
  history: History,
  { since, now }: { readonly since: Instant | null; readonly now: Instant },
): Promise<Timeline> {
  const { start, end } = history;
  const fine = end - start <= MAX_FINE_SPAN_MS && start >= fineSince(now);
  const unit = fine ? 'fine' : end - start <= MAX_HOURLY_SPAN_MS ? 'hour' : 'day';
  const points =
    unit === 'fine' ? await readFinePoints(db, watchIds, history) : volumeOf({ ...history, unit });
  // What lies before the first post is unknown: that it began is no change of level.
  const seen = points.filter((point) => since !== null && point.at >= since);
  return {
    unit,
    points,
    total: timelineFindings(stepsOf(seen, 'total'), unit, end),
    negative: timelineFindings(stepsOf(seen, 'negative'), unit, end),
    marks: await readAlertMarks(db, watchIds, { from: start, to: end }),
    annotations: await listAnnotations(db, watchIds, start, end),
  };
}

/** Steps of five minutes; what is usual is known by the hour, and each step's is its part of that. */
async function readFinePoints(
  db: Db,
  watchIds: readonly number[],
  history: History,
): Promise<readonly VolumePoint[]> {
  const { start: from, end: to } = history;
  const counted = new Map((await readFine(db, { watchIds, from, to })).map((point) => [point.at, point]));
  const usual = new Map(volumeOf({ ...history, unit: 'hour' }).map(({ at, expected }) => [at, expected]));
  const points: VolumePoint[] = [];
  for (let at = from; at < to; at += FINE_STEP) {
    const { count = 0, negative = 0, positive = 0, copies = 0 } = counted.get(at) ?? {};
    const hour = usual.get(startOfHour(at)) ?? null;
    const expected = hour === null ? null : (hour * FINE_STEP) / HOUR;
    const neutral = count - negative - positive;
    points.push({ at, negative, neutral, positive, copies, expected, low: null, high: null });
  }
  return points;
}

const countOf = (point: VolumePoint) => point.negative + point.neutral + point.positive;

/** Of negative posts as much is usual as their share of the whole stretch makes of the usual volume. */
function stepsOf(points: readonly VolumePoint[], measure: 'total' | 'negative') {
  const all = points.reduce((sum, point) => sum + countOf(point), 0);
  const part = points.reduce((sum, point) => sum + point.negative, 0);
  const share = measure === 'total' ? 1 : all > 0 ? part / all : 0;
  return points.map((point) => ({
    at: point.at,
    count: measure === 'total' ? countOf(point) : point.negative,
    usual: point.expected === null ? null : point.expected * share,
  }));
}

/** Day by hour, seven days at least and four weeks at most, up to the end of what is shown. */
export async function readHeat(
  db: Db,
  watchIds: readonly number[],
  { start, end }: Pick<History, 'start' | 'end'>,
  since: Instant | null,
): Promise<TrendsScreen['heat']> {
  const last = startOfDay(Math.max(start, end - 1));
  const days = Math.min(
    HEAT_DAYS[1],
    Math.max(HEAT_DAYS[0], Math.round((last - startOfDay(start)) / DAY) + 1),
  );
  const from = last - (days - 1) * DAY;
  const to = last + DAY;
  const key = `heat ${watchIds.join()} ${from} ${Math.ceil(end / HOUR)}`;
  const hours = await keepWhenDear(db, key, () => readHours(db, watchIds, from, Math.min(to, end)));
  const cells: readonly HeatCell[] = hours.map(({ hour, total, negative }) => ({
    at: hour,
    count: total,
    negative,
  }));
  return { from, to, since, cells };
}
