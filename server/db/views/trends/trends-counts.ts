import { type RawBuilder, sql } from 'kysely';
import type { Counted } from '../../../core/screens/trends.ts';
import type { Span, Windows } from '../../../core/series/trend-window.ts';
import { MINUTE } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { type FacetStretch, FIRST, familyOf, LAST } from '../../series/facet-names.ts';
import { facetsWithin } from '../../series/facet-windows.ts';

/** What is counted of one name in the windows of a comparison. */
export interface WindowCounts {
  readonly name: string;
  readonly now: Counted;
  /** One for each earlier span. */
  readonly before: readonly number[];
  /** Negative ones of each earlier span; counted of platforms only. */
  readonly negativeBefore?: readonly number[];
}

/** Words looked at: those said most in all windows together. */
const MAX_TERMS = 150;

/** Of facets the copies of earlier spans are known too. */
export interface FacetCounts extends WindowCounts {
  readonly copiesBefore: readonly number[];
}

/** How often it was said in original posts: a copy says nothing of its own. */
export interface OriginalCounts {
  readonly name: string;
  readonly count: number;
  /** Copies now, which are not among them. */
  readonly copies: number;
  readonly before: readonly number[];
}

type Earlier = Readonly<Record<`before${number}` | `copied${number}` | `negative${number}`, number>>;
type Row = { readonly name: string } & Counted & Earlier;
type Fragment = RawBuilder<unknown>;

/** Of each platform, most now first. */
export function readPlatformCounts(
  db: Db,
  watchIds: readonly number[],
  windows: Windows,
): Promise<readonly WindowCounts[]> {
  return readCounts(db, {
    what: 'platforms',
    watchIds,
    windows,
    query: ({ from, to }) =>
      sql`select platform as name, ${sums('hour', windows)}${negativeEarlier(windows)} from bucket
      where watch_id in (${sql.join(watchIds)}) and hour >= ${from} and hour < ${to}
      group by platform order by count desc, name`,
    more: negativeIn,
  });
}

/** Of each facet but `pair.*`, most now first. */
export function readFacetCounts(
  db: Db,
  watchIds: readonly number[],
  windows: Windows,
): Promise<readonly FacetCounts[]> {
  const query = () => facetCounts(db, watchIds.flatMap(allButPairs), windows);
  return readCounts(db, { what: 'facets', watchIds, windows, query, more: copiesIn });
}

/** Of each facet of some families, most now first. */
export function readFamilyCounts(
  db: Db,
  watchIds: readonly number[],
  windows: Windows,
  families: readonly string[],
): Promise<readonly FacetCounts[]> {
  const stretches = watchIds.flatMap((id) => families.map((family) => familyOf(id, family)));
  const query = () => facetCounts(db, stretches, windows);
  return readCounts(db, { what: families.join(' '), watchIds, windows, query, more: copiesIn });
}

export function originalsOf({ name, now, before, copiesBefore }: FacetCounts): OriginalCounts {
  const { count, copies } = now;
  const then = before.map((each, i) => each - (copiesBefore[i] ?? 0));
  return { name, count: count - copies, copies, before: then };
}

function facetCounts(db: Db, stretches: readonly FacetStretch[], windows: Windows): Fragment {
  return sql`with recursive ${facetsWithin(db, stretches, [windows.now, ...windows.before])}
    select facet as name, ${spanSums(windows)} from counted group by facet order by count desc, name`;
}

/** Of the words said most, by whole days, most now first. */
export function readTermCounts(
  db: Db,
  watchIds: readonly number[],
  windows: Windows,
): Promise<readonly WindowCounts[]> {
  return readCounts(db, {
    what: 'terms',
    watchIds,
    windows,
    query: ({ from, to }) =>
      sql`select name, count, copies, negative, positive${list(windows, (_, i) => sql.ref(`before${i}`))}
      from (select term as name, 0 as copies, ${daySums(windows)} from term_bucket
        where watch_id in (${sql.join(watchIds)}) and day >= ${from} and day < ${to} group by term) said
      order by count ${sql.join(
        windows.before.map((_, i) => sql`+ ${sql.ref(`before${i}`)}`),
        sql` `,
      )} desc, name
      limit ${sql.lit(MAX_TERMS)}`,
    more: () => ({}),
  });
}

/** Pairs say the same twice. */
function allButPairs(watchId: number): readonly FacetStretch[] {
  const { low, high } = familyOf(watchId, 'pair');
  return [
    { watchId, low: FIRST, high: low },
    { watchId, low: high, high: LAST },
  ];
}

function within(column: 'hour' | 'day', { from, to }: Span): Fragment {
  return sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`;
}

function list({ before }: Windows, each: (span: Span, i: number) => Fragment): Fragment {
  return sql.join(
    before.map((span, i) => sql`, ${each(span, i)}`),
    sql``,
  );
}

function sums(column: 'hour' | 'day', windows: Windows): Fragment {
  const now = within(column, windows.now);
  return sql`sum(case when ${now} then count else 0 end) as count,
    sum(case when ${now} then copies else 0 end) as copies,
    sum(case when sentiment < 0 and ${now} then count else 0 end) as negative,
    sum(case when sentiment > 0 and ${now} then count else 0 end) as positive${earlier(column, windows)}`;
}

/** Of `facetsWithin`. */
function spanSums({ before }: Windows): Fragment {
  const sum = (what: string, where: Fragment) =>
    sql`sum(case when ${where} then ${sql.ref(what)} else 0 end)`;
  const earlierSums = before.map((_, i) => {
    const then = sql`span = ${sql.lit(i + 1)}`;
    return sql`, ${sum('count', then)} as ${sql.ref(`before${i}`)},
      ${sum('copies', then)} as ${sql.ref(`copied${i}`)}`;
  });
  return sql`${sum('count', sql`span = 0`)} as count, ${sum('copies', sql`span = 0`)} as copies,
    ${sum('count', sql`span = 0 and sentiment < 0`)} as negative,
    ${sum('count', sql`span = 0 and sentiment > 0`)} as positive${sql.join(earlierSums, sql``)}`;
}

/** Words are counted with their sentiment in columns of their own. */
function daySums(windows: Windows): Fragment {
  const now = within('day', windows.now);
  const sum = (column: string) =>
    sql`sum(case when ${now} then ${sql.ref(column)} else 0 end) as ${sql.ref(column)}`;
  return sql`${sum('count')}, ${sum('negative')}, ${sum('positive')}${earlier('day', windows)}`;
}

function earlier(column: 'hour' | 'day', windows: Windows): Fragment {
  return list(
    windows,
    (span, i) =>
      sql`sum(case when ${within(column, span)} then count else 0 end) as ${sql.ref(`before${i}`)}`,
  );
}

function negativeEarlier(windows: Windows): Fragment {
  return list(
    windows,
    (span, i) => sql`sum(case when sentiment < 0 and ${within('hour', span)} then count else 0 end)
      as ${sql.ref(`negative${i}`)}`,
  );
}

const copiesIn = (row: Earlier, { before }: Windows) => ({
  copiesBefore: before.map((_, i) => row[`copied${i}`] ?? 0),
});

const negativeIn = (row: Earlier, { before }: Windows) => ({
  negativeBefore: before.map((_, i) => row[`negative${i}`] ?? 0),
});

interface CountsRead<More extends object> {
  /** Names what is counted: results are kept by it. */
  readonly what: string;
  readonly watchIds: readonly number[];
  readonly windows: Windows;
  /** @param whole from the start of the earliest window to the end of the latest */
  query(whole: Span): Fragment;
  /** What else a row says of the earlier spans. */
  more(row: Earlier, windows: Windows): More;
}

/** A long range of a large store is read once a minute. */
function readCounts<More extends object>(
  db: Db,
  { what, watchIds, windows, query, more }: CountsRead<More>,
): Promise<readonly (WindowCounts & More)[]> {
  // A range that has not begun yet has no length.
  if (watchIds.length === 0 || windows.now.from >= windows.now.to) return Promise.resolve([]);
  const spans = [windows.now, ...windows.before];
  const whole = { from: Math.min(...spans.map(({ from }) => from)), to: windows.now.to };
  const minutes = spans.map(({ from, to }) => `${Math.floor(from / MINUTE)}-${Math.floor(to / MINUTE)}`);
  return keepWhenDear(db, `trend ${what} ${watchIds.join()} ${minutes.join()}`, async () => {
    const answer = await (query(whole) as RawBuilder<Row>).execute(db);
    return answer.rows.map(({ name, count, copies, negative, positive, ...rest }) => ({
      name,
      now: { count, copies, negative, positive },
      before: windows.before.map((_, i) => rest[`before${i}`] ?? 0),
      ...more(rest, windows),
    }));
  });
}
