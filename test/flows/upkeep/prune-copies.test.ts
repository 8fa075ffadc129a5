import { expect, test } from 'vitest';
import { DAY, type Instant } from '../../../server/core/time.ts';
import { makePartitions } from '../../../server/db/engine/partitions.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { groupStories } from '../../../server/flows/story/group-stories.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';
import { plainReader } from '../alert/alert-stage.ts';
import { makeDesk } from '../story/story-stage.ts';

const TEXT = '#停暖#停暖通知，供热公司今晚八点恢复供热请大家相互转告';
const OTHER = '#涨价#供热公司的收费标准从下个月起上调，听证会定在周五';

type Desk = Awaited<ReturnType<typeof makeDesk>>;

async function storeAt(desk: Desk, at: Instant, text: string, count = 1): Promise<void> {
  desk.at = at;
  await desk.store(Array.from({ length: count }, () => makePost({ text, publishedAt: at, observedAt: at })));
  desk.at = NOW;
}

/** Two originals of an old time, copied then, lately, and today. */
async function makeCopied(old: Instant) {
  const desk = await makeDesk();
  await makeWatch(desk.db, { name: '通知', rule: anyOf('通知') });
  for (const at of [old, NOW - DAY]) await makePartitions(desk.db, at);
  await storeAt(desk, old, TEXT, 3);
  await storeAt(desk, old, OTHER);
  await storeAt(desk, NOW - 2 * DAY, TEXT, 2);
  await storeAt(desk, NOW - DAY, TEXT);
  await storeAt(desk, NOW - DAY, OTHER);
  await desk.group();
  return desk;
}

async function copiesOf({ db }: Desk) {
  const sum = async (table: 'bucket' | 'fine_bucket' | 'facet_bucket' | 'facet_day' | 'story_hour') => {
    const rows = await db.selectFrom(table).select('copies').execute();
    return rows.reduce((all, { copies }) => all + copies, 0);
  };
  const mentions = await db
    .selectFrom('mention')
    .select(['post_id as post', 'copy', 'watch_id as watch'])
    .orderBy('watch_id')
    .orderBy('post_id')
    .execute();
  return {
    mentions: mentions.map(({ post, copy, watch }) => [watch, post, copy]),
    bucket: await sum('bucket'),
    fine: await sum('fine_bucket'),
    story: await sum('story_hour'),
    facets: await sum('facet_bucket'),
    days: await sum('facet_day'),
  };
}

const placesIn = ({ db }: Desk) =>
  db.selectFrom('post').select(['id', 'copy_of as of', 'copies']).orderBy('id').execute();

// On PostgreSQL the older ones lie in a month that goes in one piece, the younger in one that does not.
test.each([
  ['a month that is over', NOW - 220 * DAY],
  ['the days before the retention', NOW - 181 * DAY],
])('of the copies that outlive an original of %s one takes its place, everywhere', async (_, old) => {
  const desk = await makeCopied(old);
  await prune({ db: desk.db, now: () => NOW });
  expect(await placesIn(desk)).toEqual([
    { id: 5, of: null, copies: 2 },
    { id: 6, of: 5, copies: 0 },
    { id: 7, of: 5, copies: 0 },
    { id: 8, of: null, copies: 0 },
  ]);
  await groupStories(desk, { watchId: null });
  const after = await copiesOf(desk);
  expect(after).toMatchObject({ bucket: 4, story: 2 });
  expect(after.mentions).toEqual([
    [1, 5, 0],
    [1, 6, 1],
    [1, 7, 1],
    [1, 8, 0],
    [2, 5, 0],
    [2, 6, 1],
    [2, 7, 1],
  ]);
  expect(await rebuildBuckets({ db: desk.db, now: () => NOW })).toMatchObject({ corrected: 0 });
  // Another rule that finds the same changes nothing of the past.
  const rule = anyOf('暖气', '供热', '停暖');
  await updateWatch(desk.db, desk.watch.id, watchInput({ rule }), NOW);
  const deps = { ...ingestDeps(desk.db, { reader: plainReader }), now: desk.now };
  await rematchWatch(deps, desk.watch.id);
  await groupStories(desk, { watchId: null });
  expect(await copiesOf(desk)).toEqual(after);
  // A further copy finds the new original.
  await storeAt(desk, NOW, TEXT);
  expect((await placesIn(desk)).at(-1)).toMatchObject({ of: 5 });
});

test('a run that is too large for one transaction hands over in several, and each copy once', async () => {
  const desk = await makeDesk();
  await storeAt(desk, NOW - 181 * DAY, TEXT);
  for (let each = 0; each < 5; each++) await storeAt(desk, NOW - DAY, TEXT, 450);
  await prune({ db: desk.db, now: () => NOW });
  const places = await placesIn(desk);
  expect(places[0]).toEqual({ id: 2, of: null, copies: 2_249 });
  expect(places.slice(1).every(({ of }) => of === 2)).toBe(true);
  expect(await rebuildBuckets({ db: desk.db, now: () => NOW })).toMatchObject({ corrected: 0 });
});

test('where all copies go in one run nothing is left of them', async () => {
  const desk = await makeDesk();
  await storeAt(desk, NOW - 181 * DAY, TEXT, 450);
  await storeAt(desk, NOW - DAY, OTHER);
  expect(await prune({ db: desk.db, now: () => NOW })).toMatchObject({ posts: 450 });
  expect(await placesIn(desk)).toEqual([{ id: 451, of: null, copies: 0 }]);
  expect(await rebuildBuckets({ db: desk.db, now: () => NOW })).toMatchObject({ corrected: 0 });
});
