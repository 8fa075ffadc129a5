import { sql } from 'kysely';
import type { Arrival } from '../../core/story/spread.ts';
import { spreadPath } from '../../core/story/spread.ts';
import { movementOf } from '../../core/story/story-stage.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { readArrivals, readFigures, recountHours, recountWatches } from './story-counts.ts';
import { type DescribeStory, nameOf } from './story-name.ts';
import { slicesOf } from './story-slices.ts';

/**
 * Recounts stories from their posts and mentions: exact, however they came to be what they are. A story without any
 * post is removed, unless it was merged into another and leads there. Run it in a transaction.
 */
export async function recountStories(
  db: Db,
  ids: readonly number[],
  now: Instant,
  describe: DescribeStory = () => null,
): Promise<void> {
  if (ids.length === 0) return;
  const slices = await slicesOf(db, ids);
  await recountHours(db, ids, slices);
  await recountWatches(db, ids, slices);
  const figures = new Map((await readFigures(db, slices)).map((each) => [each.id, each]));
  const hours = Map.groupBy(await readHours(db, ids), (row) => row.id);
  const arrivals = Map.groupBy(await readArrivals(db, slices), (row) => row.id);
  const emptied: number[] = [];
  for (const id of ids) {
    const counted = figures.get(id);
    if (counted === undefined) {
      emptied.push(id);
      continue;
    }
    const { firstAt, lastAt, posts, originals, authors, negative } = counted;
    const { stage, reviewAt, peakAt, recent, before } = movementOf(hours.get(id) ?? [], now);
    const named = await nameOf(db, id, posts > 1 ? describe(id) : 'alone');
    await db
      .updateTable('story')
      .set({
        posts,
        originals,
        copies: posts - originals,
        authors,
        negative,
        recent,
        before,
        stage,
        first_at: firstAt,
        last_at: lastAt,
        peak_at: peakAt,
        review_at: reviewAt,
        updated_at: now,
        platforms_json: JSON.stringify(
          spreadPath(arrivals.get(id) ?? []).map((each) => [each.platform, each.firstAt, each.posts]),
        ),
        ...named,
      })
      .where('id', '=', id)
      .execute();
  }
  await removeEmptied(db, emptied);
}

/** The platforms of a story as they are kept. */
export function readPlatformsJson(text: string): readonly Arrival[] {
  return parseJson<[string, Instant, number][]>(text).map(([platform, firstAt, posts]) => ({
    platform,
    firstAt,
    posts,
  }));
}

async function readHours(db: Db, ids: readonly number[]) {
  const rows = await sql<{ readonly id: number; readonly hour: Instant; readonly count: number }>`
    select h.story_id as id, h.hour, h.negative + h.neutral + h.positive as count
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} story_hour h on h.story_id = k.value
    order by h.hour`.execute(db);
  return rows.rows;
}

async function removeEmptied(db: Db, ids: readonly number[]): Promise<void> {
  const nothing = { posts: 0, originals: 0, copies: 0, authors: 0, negative: 0, recent: 0, before: 0 };
  for (const id of ids) {
    const kept = await db
      .updateTable('story')
      .set({ ...nothing, review_at: null, stage: 'closed' })
      .where('id', '=', id)
      .where('merged_into', 'is not', null)
      .executeTakeFirst();
    if (kept.numUpdatedRows === 0n) await removeStory(db, id);
  }
}

/** With it goes what was merged into it and so leads nowhere. What people did stays in the history of others. */
async function removeStory(db: Db, id: number): Promise<void> {
  const merged = await db.selectFrom('story').select('id').where('merged_into', '=', id).execute();
  for (const each of merged) await removeStory(db, each.id);
  for (const column of ['one', 'other'] as const)
    await db.deleteFrom('story_apart').where(column, '=', id).execute();
  await db.deleteFrom('story').where('id', '=', id).execute();
}
