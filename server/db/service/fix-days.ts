import { sql } from 'kysely';
import type { Span } from '../../core/series/trend-window.ts';
import { type Fix, facetOf } from '../../core/service/fix.ts';
import { yearBefore } from '../../core/service/fix-context.ts';
import type { FixDay } from '../../core/service/fix-day.ts';
import type { FixCounts } from '../../core/service/fix-proof.ts';
import { fixWeeks } from '../../core/service/fix-weeks.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lookUp, rowsIn, unionOf } from '../engine/dialect.ts';
import { firstHours } from '../series/buckets.ts';
import { stepOf } from '../series/series-range.ts';
import { readNeighbours } from './fixes.ts';

/**
 * For each fix, by its id: the days of the weeks that prove it, those of the same weeks a year before where they were
 * watched, and which fixes of the same lie beside it. Four statements, however many fixes there are.
 */
export async function readFixDays(
  db: Db,
  fixes: readonly Fix[],
  now: Instant,
): Promise<ReadonlyMap<number, FixCounts>> {
  if (fixes.length === 0) return new Map();
  const since = await firstHours(db, [...new Set(fixes.map(({ watchId }) => watchId))]);
  const asked = fixes.map((fix) => askedOf(fix, now, since.get(fix.watchId) ?? null));
  const spans = asked.flatMap(({ fix, spans }) => spans.map((span) => ({ fix, span })));
  const complaints = await readComplaints(db, spans);
  const mentions = await readMentionDays(
    db,
    spans.map(({ fix, span }) => ({ watchId: fix.watchId, ...span })),
  );
  const neighbours = await readNeighbours(db, fixes);
  return new Map(
    asked.map(({ fix, times, spans: [span, year] }) => {
      const daysIn = (wanted: Span | undefined): readonly FixDay[] =>
        wanted === undefined ? [] : fixDays(mentions.get(fix.watchId) ?? [], complaints.get(fix.id), wanted);
      const { touchpoint } = fix;
      const context = { touchpoint, neighbours: neighbours.get(fix.id) ?? [], lastYear: daysIn(year) };
      return [fix.id, { ...times, days: daysIn(span), context }];
    }),
  );
}

/** The weeks that prove a fix, and the same a year before where all of them were watched. */
function askedOf(fix: Fix, now: Instant, since: Instant | null) {
  const times = { doneAt: fix.doneAt, now, since };
  const { weeks, before, after, usual } = fixWeeks(times);
  const span = { from: Math.min(usual.from, before.from), to: after.to };
  const year = yearBefore({ from: before.from, to: after.to });
  const isKnown = weeks > 0 && since !== null && since <= year.from;
  return { fix, times, spans: isKnown ? [span, year] : [span] };
}

function fixDays(
  mentions: readonly MentionRow[],
  complaintsOf: ReadonlyMap<string, ComplaintRow> | undefined,
  span: Span,
): readonly FixDay[] {
  return mentions
    .filter(({ at }) => at >= span.from && at < span.to)
    .map(({ at, platform, count, negative }): FixDay => {
      const { count: complaints, copies } = complaintsOf?.get(`${at} ${platform}`) ?? NONE;
      return {
        at,
        platform,
        mentions: count,
        complaints,
        others: Math.max(0, negative - complaints),
        copies,
      };
    });
}

const NONE = { count: 0, copies: 0 };

interface DayRow {
  readonly at: Instant;
  readonly platform: string;
  /** Originals. */
  readonly count: number;
}

type ComplaintRow = DayRow & { readonly fix: number; readonly copies: number };
type MentionRow = DayRow & { readonly negative: number };

/** For each fix, the complaints of each day and platform in its span that has any. */
async function readComplaints(
  db: Db,
  asked: readonly { readonly fix: Fix; readonly span: Span }[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, ComplaintRow>>> {
  const wanted = asked.map(({ fix, span }) => ({
    fix: fix.id,
    watch: fix.watchId,
    facet: facetOf(fix),
    start: span.from,
    stop: span.to,
  }));
  const columns = { fix: 'bigint', watch: 'bigint', facet: 'text', start: 'bigint', stop: 'bigint' } as const;
  const on = sql`b.watch_id = wanted.watch and b.facet = wanted.facet and b.hour >= wanted.start and b.hour < wanted.stop`;
  const { rows } = await sql<ComplaintRow>`
    select fix, at, platform, sum(count - copies) as count, sum(copies) as copies from (
      select wanted.fix, ${stepOf('day')} as at, b.platform, b.count, b.copies
      from ${rowsIn(db, wanted, columns, 'wanted')} ${lookUp(db, 'facet_bucket', 'b', on)}) said
    group by fix, at, platform`.execute(db);
  const byFix = Map.groupBy(rows, ({ fix }) => fix);
  return new Map(
    [...byFix].map(([fix, days]) => [fix, new Map(days.map((day) => [`${day.at} ${day.platform}`, day]))]),
  );
}

interface WatchSpan extends Span {
  readonly watchId: number;
}

/** For each watch, the mentions of each day and platform in these spans that has any, without copies. */
async function readMentionDays(
  db: Db,
  spans: readonly WatchSpan[],
): Promise<ReadonlyMap<number, readonly MentionRow[]>> {
  // Hours first, in the order of the key: only they are sorted into days, not all that is counted of them.
  const each = joined(spans).map(
    ({
      watchId,
      from,
      to,
    }) => sql`select cast(${watchId} as bigint) as "watchId", ${stepOf('day')} as at, platform, count, negative
      from (select hour, platform, sum(count - copies) as count,
          sum(case when sentiment = -1 then count - copies else 0 end) as negative from bucket
        where watch_id = ${watchId} and hour >= ${from} and hour < ${to} group by hour, platform) counted`,
  );
  if (each.length === 0) return new Map();
  const { rows } = await sql<MentionRow & { watchId: number }>`
    select "watchId", at, platform, sum(count) as count, sum(negative) as negative from (${unionOf(each)}) hours
    group by "watchId", at, platform having sum(count) > 0`.execute(db);
  return Map.groupBy(rows, ({ watchId }) => watchId);
}

/** The same times without those that lie in each other: fixes of one watch often share their weeks. */
function joined(spans: readonly WatchSpan[]): readonly WatchSpan[] {
  const whole: WatchSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.watchId - b.watchId || a.from - b.from)) {
    const last = whole.at(-1);
    if (span.from >= span.to) continue;
    if (last && last.watchId === span.watchId && span.from <= last.to) {
      whole[whole.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    } else whole.push(span);
  }
  return whole;
}
