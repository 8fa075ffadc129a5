import { type RawBuilder, sql } from 'kysely';
import { RATED, TOLD_NAMES, toldBy } from '../../../core/mention/star-facts.ts';
import type { Touchpoint } from '../../../core/reading/analysis.ts';
import type { KanoScreen } from '../../../core/screens/kano.ts';
import { FEWEST_REVIEWS, impactsOf, type RatedReview } from '../../../core/service/kano.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { unionOf } from '../../engine/dialect.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { isNamed } from '../../mention/count-queries.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';

export interface KanoInput {
  /** Null for all active watches together; a review that two of them mention counts for both. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Reviews looked into, the newest first: more hardly move what comes of them. */
const MOST_REVIEWS = 2_000;

interface RatedRow {
  readonly watchId: number;
  readonly postId: number;
  readonly at: Instant;
  readonly stars: number;
}

interface ToldRow {
  readonly watchId: number;
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
    const told = await readTold(db, watchIds, { from: rated.at(-1)?.at ?? to, to });
    return {
      ...{ watchId, span: { from, to }, reviews: rated.length, most: MOST_REVIEWS, fewest: FEWEST_REVIEWS },
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
      select watch_id as "watchId", post_id as "postId", at, value as stars from fact
      where watch_id = ${id} and name = ${RATED} and at >= ${from} and at < ${to}
      order by at desc, post_id desc limit ${sql.lit(MOST_REVIEWS)}) one`,
  );
  const { rows } = await sql<RatedRow>`select * from (${unionOf(each)}) newest
    order by at desc, "postId" desc, "watchId" limit ${sql.lit(MOST_REVIEWS)}`.execute(db);
  return rows;
}

/** What reviews of this time praise and blame. */
async function readTold(
  db: Db,
  watchIds: readonly number[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly ToldRow[]> {
  if (watchIds.length === 0 || from >= to) return [];
  const each = watchIds.map(
    (id): RawBuilder<unknown> => sql`select watch_id as "watchId", post_id as "postId", name from fact
      where watch_id = ${id} and ${isNamed(db, 'name', TOLD_NAMES)} and at >= ${from} and at < ${to}`,
  );
  return (await sql<ToldRow>`${unionOf(each)}`.execute(db)).rows;
}

function reviewsOf(rated: readonly RatedRow[], told: readonly ToldRow[]): readonly RatedReview[] {
  const keyOf = (row: Pick<RatedRow, 'watchId' | 'postId'>) => `${row.watchId} ${row.postId}`;
  const byReview = Map.groupBy(told, keyOf);
  return rated.map((row) => {
    const names = (byReview.get(keyOf(row)) ?? []).map(({ name }) => toldBy(name));
    const those = (praised: boolean): readonly Touchpoint[] =>
      names.flatMap((each) => (each?.praised === praised ? [each.touchpoint] : []));
    return { stars: row.stars, praised: those(true), blamed: those(false) };
  });
}
