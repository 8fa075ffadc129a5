import { type RawBuilder, sql } from 'kysely';
import { RATED, TOLD_NAMES, toldBy } from '../../../core/mention/star-facts.ts';
import type { Touchpoint } from '../../../core/reading/analysis.ts';
import type { KanoScreen } from '../../../core/screens/kano.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { impactsOf, MIN_REVIEWS, type RatedReview } from '../../../core/service/kano.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { lookUp, unionOf } from '../../engine/dialect.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { isNamed } from '../../mention/count-queries.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';

export interface KanoInput {
  /** Null for all active watches together; a review that several of them mention counts once. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Reviews looked into, the newest first: more hardly move what comes of them. */
const MAX_REVIEWS = 2_000;

interface RatedRow {
  readonly postId: number;
  readonly at: Instant;
  readonly stars: number;
}

interface ToldRow {
  readonly postId: number;
  readonly name: string;
}

/**
 * What touchpoints do to the stars of the newest reviews of a span. Kept for a minute where it is dear.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readKano(db: Db, input: KanoInput): Promise<KanoScreen> {
  const { watchId, from, to } = input;
  const watchIds = chosenWatches(await listWatches(db), watchId).map(({ id }) => id);
  // Those who ask within the same minute are given the same answer.
  const minute = Math.floor(to / 60_000);
  const key = `kano ${watchIds.join()} ${Math.floor(from / 60_000)} ${minute}`;
  return keepWhenDear(db, key, async () => {
    const rated = await readRated(db, watchIds, input);
    const reach = { from: rated.length < MAX_REVIEWS ? from : (rated.at(-1)?.at ?? to), to };
    const told = rated.length === 0 ? [] : await readTold(db, watchIds, reach);
    return {
      watchId,
      span: { from, to },
      reviews: rated.length,
      most: MAX_REVIEWS,
      fewest: MIN_REVIEWS,
      copies: await countCopies(db, watchIds, reach),
      since: rated.at(-1)?.at ?? null,
      stars: rated.length === 0 ? null : rated.reduce((sum, { stars }) => sum + stars, 0) / rated.length,
      touchpoints: impactsOf(reviewsOf(rated, told)),
    };
  });
}

async function readRated(
  db: Db,
  watchIds: readonly number[],
  { from, to }: KanoInput,
): Promise<readonly RatedRow[]> {
  if (watchIds.length === 0) return [];
  const each = watchIds.map(
    (id): RawBuilder<unknown> => sql`select * from (
      select k.post_id as "postId", k.at, k.value as stars from ${ratedIn(db, id, { from, to })} and m.copy = 0
      order by k.at desc, k.post_id desc limit ${sql.lit(MAX_REVIEWS)}) one`,
  );
  const { rows } = await sql<RatedRow>`select "postId", at, min(stars) as stars from (${unionOf(each)}) newest
    group by at, "postId" order by at desc, "postId" desc limit ${sql.lit(MAX_REVIEWS)}`.execute(db);
  return rows;
}

/** Ratings `k` of a watch, each with its mention `m`. */
function ratedIn(db: Db, watchId: number, { from, to }: Span): RawBuilder<unknown> {
  const mention = sql`m.watch_id = k.watch_id and m.at = k.at and m.post_id = k.post_id`;
  return sql`fact k ${lookUp(db, 'mention', 'm', mention)}
    where k.watch_id = ${watchId} and k.name = ${RATED} and k.at >= ${from} and k.at < ${to}`;
}

/** Reviews that only copy another: what one says, and its stars, count once. */
async function countCopies(db: Db, watchIds: readonly number[], span: Span): Promise<number> {
  if (watchIds.length === 0 || span.from >= span.to) return 0;
  const each = watchIds.map(
    (id): RawBuilder<unknown> => sql`select k.post_id as id from ${ratedIn(db, id, span)} and m.copy = 1`,
  );
  const { rows } = await sql<{
    n: number;
  }>`select count(distinct id) as n from (${unionOf(each)}) copied`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** What reviews of this time praise and blame. */
async function readTold(
  db: Db,
  watchIds: readonly number[],
  { from, to }: Span,
): Promise<readonly ToldRow[]> {
  if (watchIds.length === 0 || from >= to) return [];
  const each = watchIds.map(
    (id): RawBuilder<unknown> => sql`select post_id as "postId", name from fact
      where watch_id = ${id} and ${isNamed(db, 'name', TOLD_NAMES)} and at >= ${from} and at < ${to}`,
  );
  return (await sql<ToldRow>`${unionOf(each)}`.execute(db)).rows;
}

function reviewsOf(rated: readonly RatedRow[], told: readonly ToldRow[]): readonly RatedReview[] {
  const byReview = Map.groupBy(told, ({ postId }) => postId);
  return rated.map((row) => {
    const names = (byReview.get(row.postId) ?? []).map(({ name }) => toldBy(name));
    const those = (praised: boolean): readonly Touchpoint[] =>
      names.flatMap((each) => (each?.praised === praised ? [each.touchpoint] : []));
    return { stars: row.stars, praised: those(true), blamed: those(false) };
  });
}
