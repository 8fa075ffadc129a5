import type { Detector } from '../../core/finding/finding.ts';
import type { Watch } from '../../core/mention/watch.ts';
import { DEFAULT_RISK_SETTING } from '../../core/risk/risk-setting.ts';
import type { HourPoint } from '../../core/series/series.ts';
import { keenest, type Moment } from '../../core/situation/replay.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../core/time.ts';
import { nextTurn } from '../../core/turn.ts';
import type { Db } from '../../db/database.ts';
import { readSeriesOf } from '../../db/series/series.ts';
import { readApart, readFeedChanges } from '../../db/series/series-apart.ts';
import { readHoursOf } from '../../db/series/series-hours.ts';
import type { Hours, SeriesMemory } from '../../db/series/series-memory.ts';
import { createHabitMemory } from './habits.ts';

/** A stretch of one watch's past, ready to be judged under any setting. */
export interface Past {
  readonly watch: Watch;
  readonly from: Instant;
  readonly to: Instant;
  /** Moments looked at, one at the end of each hour. */
  readonly looked: number;
  /** Those at which the keenest setting finds anything. */
  readonly moments: readonly Moment[];
  readonly knownHours: number;
  readonly hours: readonly HourPoint[];
  /** Whether a finding of these moments was a weekly habit, remembered. */
  readonly isHabit: ReturnType<typeof createHabitMemory>;
}

/** What a baseline looks back on. */
const BEFORE = 28 * DAY;
/** The newest hours are read by the minute; older ones are taken from the stretch read once. */
const FRESH_HOURS = 6;

/**
 * Reads what was known at the end of each hour of [from, to), in the order of time. Posts count from when they were
 * published, as if each had been stored at once; what people corrected since is as they corrected it.
 * The thread is given back after each hour.
 */
export async function readPast(
  deps: { readonly db: Db; readonly detectors: readonly Detector[] },
  watch: Watch,
  range: { readonly from: Instant; readonly to: Instant; readonly signal: AbortSignal },
): Promise<Past> {
  const { db, detectors } = deps;
  const [from, to] = [startOfHour(range.from), startOfHour(range.to)];
  const read = await readHoursOf(db, [{ watch, from: from - BEFORE }], to - 1, null);
  const span = read.get(watch.id) ?? { from, points: [], platforms: [] };
  const memory = memoryOf(span);
  const { sensitivity } = keenest(DEFAULT_RISK_SETTING);
  const moments: Moment[] = [];
  let knownHours = 0;
  for (let hour = from; hour < to; hour += HOUR) {
    range.signal.throwIfAborted();
    const at = hour + HOUR - 1;
    const [series] = await readSeriesOf(db, [watch], at, memory);
    if (!series) continue;
    if (hour === from) knownHours = series.knownHours;
    const keen = { ...series, sensitivity };
    if (detectors.some((detector) => detector.detect(keen, at).length > 0)) {
      const changes = await readFeedChanges(db, at);
      moments.push({ at, series, apart: await readApart(db, series, changes, at) });
    }
    await nextTurn();
  }
  const hours = span.points.filter((point) => point.hour >= from);
  return {
    watch,
    from,
    to,
    looked: (to - from) / HOUR,
    moments,
    knownHours,
    hours,
    isHabit: createHabitMemory(),
  };
}

/** Answers for the settled hours of any moment from what was read once. */
function memoryOf(span: Hours): SeriesMemory {
  return {
    recall({ from }, now) {
      const first = Math.max(0, (from - span.from) / HOUR);
      const end = (startOfHour(now) - span.from) / HOUR + 1 - FRESH_HOURS;
      if (end <= first) return null;
      return {
        from: span.from + first * HOUR,
        points: span.points.slice(first, end),
        platforms: span.platforms.map(({ platform, counts }) => ({
          platform,
          counts: counts.slice(first, end),
        })),
      };
    },
    keep: () => undefined,
    noticeFresh: async () => new Set(),
    takeLate: () => new Map(),
    forget: () => undefined,
  };
}
