import { sql } from 'kysely';
import type { Finding } from '../../core/finding/finding.ts';
import {
  areUsualWords,
  daysBefore,
  hoursOf,
  isHabit,
  isUsualSubject,
  mostOf,
  otherDays,
  type Stretch,
  type Subject,
  weeksBefore,
} from '../../core/finding/weekly-habit.ts';
import { FINE_STEP } from '../../core/series/bucket.ts';
import type { Series } from '../../core/series/series.ts';
import { HOUR, type Instant, startOfDay, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, lookUp, numbersIn, rowsIn } from '../engine/dialect.ts';
import { readFacetHours } from './facet-hours.ts';

/** Windows of an hour begin at any minute: the weeks before are counted in steps as fine as counts are kept. */
const STEP = FINE_STEP;
/** For longer ones the counts by the hour say as much, and are read at once. */
const COARSE = 6 * HOUR;

/**
 * Whether a finding is what the same hours of three or more of the weeks before brought as well: about as many
 * posts, and about the same. Asked only where something seems unusual.
 */
export async function isWeeklyHabit(db: Db, series: Series, finding: Finding): Promise<boolean> {
  const stretch = hoursOf(finding);
  if (stretch === null) return false;
  const { weeks, others } = await readBefore(db, series.watchId, finding, stretch);
  if (!isHabit(finding.observed, weeks, others)) return false;
  if (finding.detector === 'severity') return true;
  const complaints = Number(finding.facts.negative ?? finding.observed);
  const facts = series.claims.flatMap((claim) => (/^(touch|sev)\./.test(claim.fact) ? [claim.fact] : []));
  if (!isUsualSubject(complaints, await readSubjects(db, series.watchId, facts, stretch))) return false;
  return areUsualWords(complaints, await readWords(db, series.watchId, stretch));
}

/** How many there were at the same time of each week before, and of other days: of what a finding counts. */
async function readBefore(
  db: Db,
  watchId: number,
  finding: Finding,
  stretch: Stretch,
): Promise<{ readonly weeks: readonly number[]; readonly others: readonly number[] }> {
  const { detector, key, facts } = finding;
  if (detector === 'touchpoint' || detector === 'severity')
    return { weeks: (await readSubjects(db, watchId, [key], stretch))[0]?.before ?? [], others: [] };
  const weeks = weeksBefore(stretch);
  const all = [...weeks, ...otherDays(stretch)];
  const step = stretch.until - stretch.from >= COARSE ? HOUR : STEP;
  const counted = await readWeeks(db, watchId, facts.measure === 'total', all, step);
  const most = all.map((week, i) => mostOf(stretch, week, counted[i] ?? new Map(), step));
  return { weeks: most.slice(0, weeks.length), others: most.slice(weeks.length) };
}

const STRETCH = { place: 'bigint', from: 'bigint', until: 'bigint' } as const;

/** Posts in each of these stretches by steps, of an hour or finer: all, or complaints. */
async function readWeeks(
  db: Db,
  watchId: number,
  all: boolean,
  weeks: readonly Stretch[],
  step: number,
): Promise<readonly ReadonlyMap<Instant, number>[]> {
  const placed = weeks.map((week, place) => ({ place, ...week }));
  const tone = all ? sql`` : sql`and b.sentiment < 0`;
  const byHour = step === HOUR;
  const at = sql.ref(byHour ? 'b.hour' : 'b.at');
  const counted = byHour ? sql`` : sql`and b.counted = 1`;
  const range = sql`b.watch_id = ${watchId} and ${at} >= w."from" and ${at} < w."until" ${counted} ${tone}`;
  const size = sql.lit(step);
  const sum = byHour ? sql`sum(b.count)` : sql`count(*)`;
  const answer = await sql<{ place: number; step: Instant; posts: number | string }>`
    select w.place, ${at} / ${size} * ${size} as step, ${sum} as posts
    from ${rowsIn(db, placed, STRETCH, 'w')} ${lookUp(db, byHour ? 'bucket' : 'mention', 'b', range)}
    group by 1, 2`.execute(db);
  const found = weeks.map(() => new Map<Instant, number>());
  for (const { place, step: begins, posts } of answer.rows) found[place]?.set(begins, Number(posts));
  return found;
}

/** What is complained of, now and in the weeks before; of now the clock hours that it touches. */
async function readSubjects(
  db: Db,
  watchId: number,
  facts: readonly string[],
  stretch: Stretch,
): Promise<readonly Subject[]> {
  if (facts.length === 0) return [];
  const now = { from: startOfHour(stretch.from), until: stretch.until };
  const weeks = weeksBefore(stretch);
  const spans = facts.flatMap((fact) => [now, ...weeks].map((each) => ({ watchId, fact, ...each })));
  const hours = await readFacetHours(db, spans);
  return facts.map((name, i) => {
    const [today, ...before] = hours.slice(i * (weeks.length + 1), (i + 1) * (weeks.length + 1));
    return {
      name,
      now: sumOf(today),
      before: before.map((each, week) => mostOf(stretch, weeks[week] ?? stretch, each)),
    };
  });
}

function sumOf(hours: ReadonlyMap<Instant, number> | undefined): number {
  return [...(hours ?? new Map<Instant, number>()).values()].reduce((sum, count) => sum + count, 0);
}

/** Words of complaints by the day: that of the hours, and the same weekday before. */
async function readWords(db: Db, watchId: number, stretch: Stretch): Promise<readonly Subject[]> {
  const days = [stretch.until, ...daysBefore(stretch)].map(startOfDay);
  const answer = await sql<{ day: Instant; term: string; negative: number }>`
    select b.day, b.term, b.negative from ${numbersIn(db, days, 'd')} ${joinInOrder(db)} term_bucket b
      on b.watch_id = ${watchId} and b.day = d.value
    where b.negative > 1`.execute(db);
  const byTerm = Map.groupBy(answer.rows, ({ term }) => term);
  const [today = 0, ...past] = days;
  return [...byTerm].flatMap(([name, rows]) => {
    const of = (day: Instant) => rows.find((row) => row.day === day)?.negative ?? 0;
    return of(today) === 0 ? [] : [{ name, now: of(today), before: past.map(of) }];
  });
}
