import { describe, expect, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { bulkInsert } from '../../server/db/engine/bulk.ts';
import { insertStories } from '../../server/db/story/stories.ts';
import { recountStories } from '../../server/db/story/story-figures.ts';
import { slicesOf } from '../../server/db/story/story-slices.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';

/** A story of so many posts, three a second, of 700 people in turns, every fourth a copy. */
async function tell(db: Db, id: number, posts: number) {
  await insertStories(db, [{ id, title: `第${id}件事`, firstAt: NOW }], NOW);
  await bulkInsert(
    db,
    'story_post',
    ['story_id', 'at', 'post_id', 'platform', 'author', 'sentiment', 'copy_of', 'reach', 'pinned'],
    Array.from({ length: posts }, (_, i) => [
      id,
      NOW - Math.floor(i / 3) * 1_000,
      id * 100_000 + i,
      i % 5 === 0 ? 'weibo' : 'news',
      `h:${i % 700}`,
      i % 2 === 0 ? -1 : 0,
      i % 4 === 0 ? 1 : null,
      100,
      0,
    ]),
  );
  return id;
}

describe('stories counted part by part', () => {
  test('every post is in one part, and no part is much too large', async () => {
    const db = await makeDatabase();
    const [large, small, other] = [await tell(db, 1, 100), await tell(db, 2, 4), await tell(db, 3, 5)];
    const slices = await slicesOf(db, [small, large, other], 10);
    const own = slices.filter(({ ids }) => ids.includes(large));
    expect(own.length).toBeGreaterThan(8);
    expect(slices.filter(({ ids }) => ids.includes(small))).toHaveLength(1);
    const rows = await db.selectFrom('story_post').select('at').where('story_id', '=', large).execute();
    const held = own.map(({ from, to }) => rows.filter(({ at }) => at >= from && at < to).length);
    expect(held.reduce((sum, each) => sum + each, 0)).toBe(100);
    expect(Math.max(...held)).toBeLessThanOrEqual(12);
  });

  test('a large story has the figures of the whole, everybody in it counted once', async () => {
    const db = await makeDatabase();
    const id = await tell(db, 1, 4_000);
    expect((await slicesOf(db, [id])).length).toBeGreaterThan(2);
    await recountStories(db, [id], NOW);
    const story = await db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(story).toMatchObject({ posts: 4_000, originals: 3_000, authors: 700, negative: 2_000 });
    expect(story.last_at).toBe(NOW);
    expect(story.first_at).toBe(NOW - 1_333_000);
    const hours = await db.selectFrom('story_hour').selectAll().where('story_id', '=', id).execute();
    expect(hours.reduce((sum, { negative, neutral }) => sum + negative + neutral, 0)).toBe(4_000);
    expect(hours.reduce((sum, { copies }) => sum + copies, 0)).toBe(1_000);
    const spread = JSON.parse(String(story.platforms_json)) as [string, number, number][];
    expect(spread.map(([platform, , posts]) => [platform, posts]).sort()).toEqual([
      ['news', 3_200],
      ['weibo', 800],
    ]);
  });
});
