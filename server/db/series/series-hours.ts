import { sql } from 'kysely';
import type { HourPoint } from '../../core/series/series.ts';
import { HOUR, type Instant, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { gathered, lookUp, rowsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import type { Hours, HoursWanted, SeriesMemory } from './series-memory.ts';

/** The newest hours still fill up; older ones are kept where a memory is given. */
const OPEN_HOURS = 6;

/**
 * Hourly counts of these watches up to the current hour: one range of the primary key each, in one
 * statement. With a memory only what is not in it is read, for most watches the last few hours.
 */
export async function readHoursOf(
  db: Db,
  wanted: readonly HoursWanted[],
  now: Instant,
  memory: SeriesMemory | null,
): Promise<ReadonlyMap<number, Hours>> {
  const end = startOfHour(now) + HOUR;
  const kept = new Map(wanted.map((each) => [each.watch.id, memory?.recall(each, now) ?? null]));
  const open = wanted.map(({ watch, from }) => {
    const known = kept.get(watch.id);
    return { id: watch.id, from: known ? known.from + known.points.length * HOUR : from };
  });
  const rows = await readColumns(db, open, end);
  const hours = new Map<number, Hours>();
  wanted.forEach(({ watch, from }, i) => {
    const known = kept.get(watch.id) ?? null;
    const fresh = spreadOut(rows.get(watch.id), open[i]?.from ?? from, end);
    const whole = known ? join(known, fresh) : fresh;
    const settled = known ?? slice(whole, 0, Math.max(0, whole.points.length - OPEN_HOURS));
    if (known === null) memory?.keep(watch, now, settled);
    const seen = slice(whole, Math.max(0, (from - whole.from) / HOUR), whole.points.length);
    hours.set(watch.id, memory ? { ...seen, settled } : seen);
  });
  return hours;
}

interface Columns {
  readonly watchId: number;
  readonly hours: string;
  readonly platforms: string;
  readonly sentiments: string;
  readonly counts: string;
  readonly copies: string;
  readonly reaches: string;
}

/** Column by column: half a million rows as objects would take as long as all the rest. */
async function readColumns(
  db: Db,
  open: readonly { readonly id: number; readonly from: Instant }[],
  end: Instant,
): Promise<ReadonlyMap<number, Columns>> {
  const list = (column: string) => gathered(db, sql.ref(`b.${column}`));
  // Looked up watch by watch: PostgreSQL cannot know how short the ranges are, and would rather read all buckets once.
  const range = sql`b.watch_id = w.id and b.hour >= w."from" and b.hour < ${end}`;
  const answer = await sql<Columns>`
    select b.watch_id as "watchId", ${list('hour')} as hours, ${list('platform')} as platforms,
      ${list('sentiment')} as sentiments, ${list('count')} as counts,
      ${list('copies')} as copies, ${list('reach')} as reaches
    from ${rowsIn(db, open, { id: 'bigint', from: 'bigint' }, 'w')} ${lookUp(db, 'bucket', 'b', range)}
    group by b.watch_id`.execute(db);
  return new Map(answer.rows.map((row) => [row.watchId, row]));
}

function spreadOut(columns: Columns | undefined, from: Instant, end: Instant): Hours {
  const length = Math.max(0, (end - from) / HOUR);
  const points = Array.from({ length }, (_, i) => emptyHour(from + i * HOUR));
  const platforms = new Map<string, number[]>();
  if (columns) addColumns(columns, from, points, platforms);
  return { from, points, platforms: [...platforms].map(([platform, counts]) => ({ platform, counts })) };
}

type OpenPoint = { -readonly [K in keyof HourPoint]: HourPoint[K] };

function emptyHour(hour: Instant): OpenPoint {
  return { hour, total: 0, negative: 0, copies: 0, reach: 0 };
}

function addColumns(
  columns: Columns,
  from: Instant,
  points: readonly OpenPoint[],
  platforms: Map<string, number[]>,
): void {
  const numbers = (text: string) => parseJson<number[]>(text);
  const [counts, sentiments] = [numbers(columns.counts), numbers(columns.sentiments)];
  const [copies, reaches] = [numbers(columns.copies), numbers(columns.reaches)];
  const names = parseJson<string[]>(columns.platforms);
  numbers(columns.hours).forEach((hour, i) => {
    const at = (hour - from) / HOUR;
    const point = points[at];
    if (!point) return;
    const [count = 0, platform = ''] = [counts[i], names[i]];
    point.total += count;
    if ((sentiments[i] ?? 0) < 0) point.negative += count;
    point.copies += copies[i] ?? 0;
    point.reach += reaches[i] ?? 0;
    const own = platforms.get(platform) ?? new Array<number>(points.length).fill(0);
    own[at] = (own[at] ?? 0) + count;
    platforms.set(platform, own);
  });
}

function join(first: Hours, second: Hours): Hours {
  const names = new Set([...first.platforms, ...second.platforms].map(({ platform }) => platform));
  const countsOf = (hours: Hours, name: string) =>
    hours.platforms.find(({ platform }) => platform === name)?.counts ??
    new Array<number>(hours.points.length).fill(0);
  return {
    from: first.from,
    points: [...first.points, ...second.points],
    platforms: [...names].map((platform) => ({
      platform,
      counts: [...countsOf(first, platform), ...countsOf(second, platform)],
    })),
  };
}

function slice(hours: Hours, from: number, to: number): Hours {
  if (from === 0 && to === hours.points.length) return hours;
  return {
    from: hours.from + from * HOUR,
    points: hours.points.slice(from, to),
    platforms: hours.platforms.map(({ platform, counts }) => ({ platform, counts: counts.slice(from, to) })),
  };
}
