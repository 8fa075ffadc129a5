import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { updateFeed } from '../../../server/db/feed/feeds.ts';
import { readMentionRows } from '../../../server/db/views/mention/mention-rows.ts';
import { deleteWatch, formerNames, updateWatch } from '../../../server/db/watch/watches.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

const rule = anyOf('暖气', '供热');
const renamed = { name: '云川热力', rule: anyOf('暖气', '云川热力') };

/** Who speaks in each post, and what it counts for each watch. */
async function kept(db: Db) {
  const posts = await db.selectFrom('post').select('voice').orderBy('id').execute();
  const mentions = await db
    .selectFrom('mention')
    .select(['watch_id', 'counted'])
    .orderBy('watch_id')
    .orderBy('post_id')
    .execute();
  const buckets = await db.selectFrom('bucket').select(['watch_id', 'count']).orderBy('watch_id').execute();
  const sources = await db
    .selectFrom('fact')
    .select('watch_id')
    .where('name', '=', 'source.official')
    .execute();
  const counts = (watchId: number) =>
    buckets.filter((each) => each.watch_id === watchId).reduce((sum, { count }) => sum + count, 0);
  return {
    voices: posts.map(({ voice }) => voice),
    counted: (watchId: number) =>
      mentions.filter((each) => each.watch_id === watchId).map((each) => each.counted),
    counts,
    sources: sources.length,
  };
}

async function stored(posts: readonly SourcePost[], feedId?: number, place?: Db) {
  const db = place ?? (await makeDatabase());
  const watch = await makeWatch(db, { rule });
  const deps = ingestDeps(db);
  await ingest(deps, { posts, origin: 'a', ...(feedId !== undefined && { feedId }) });
  const change = (input: Parameters<typeof watchInput>[0], at: number) =>
    updateWatch(db, watch.id, watchInput(input), at).then(() => rematchWatch(deps, watch.id));
  return { db, watch, deps, change };
}

const keysOf = (db: Db) =>
  db
    .selectFrom('mention')
    .select(['watch_id as watchId', 'at', 'post_id as postId'])
    .orderBy('watch_id')
    .orderBy('post_id')
    .execute();

const said = (author: string, more: Partial<SourcePost> = {}) =>
  makePost({ text: `${author}：暖气漏水致人受伤，正在抢修`, author, voice: 'official', ...more });

test('once a watch bears the name of an account, what that said is its own word; once it bears it no more, it is not', async () => {
  const url = 'https://zjj.yunchuan.gov.cn/a/1';
  const { db, watch, deps, change } = await stored([
    said('云川热力官微', { url }),
    said('住户甲', { voice: 'ordinary' }),
  ]);
  const { id } = watch;
  const before = await kept(db);
  expect(before.voices).toEqual(['official', 'ordinary']);
  expect(before.counted(id)).toEqual([1, 1]);
  await change(renamed, NOW);
  const own = await kept(db);
  expect(own.voices).toEqual(['own', 'ordinary']);
  expect(own.counted(id)).toEqual([0, 1]);
  expect(own.counts(id)).toBe(1);
  expect(own.sources).toBe(0);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  await change({ rule }, NOW + MINUTE);
  const back = await kept(db);
  expect(back.voices).toEqual(before.voices);
  expect(back.counts(id)).toBe(2);
  expect(back.sources).toBe(1);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  // Done twice nothing changes.
  await rematchWatch(deps, id);
  expect((await kept(db)).voices).toEqual(before.voices);
});

test('what other watches see is each one’s own word where the account speaks for it, and anybody’s for the others', async () => {
  const { db, watch, deps, change } = await stored([
    said('云川热力（官方）', { url: 'https://zjj.yunchuan.gov.cn/a/1' }),
  ]);
  const other = await makeWatch(db, { name: '漏水', rule: anyOf('漏水') });
  await rematchWatch(deps, other.id);
  await change(renamed, NOW);
  const one = await kept(db);
  expect(one.voices).toEqual(['official']);
  expect([one.counts(watch.id), one.counts(other.id)]).toEqual([0, 1]);
  await updateWatch(db, other.id, watchInput({ name: '云川', rule: anyOf('云川热力') }), NOW);
  await rematchWatch(deps, other.id);
  const both = await kept(db);
  expect(both.voices).toEqual(['own']);
  expect([both.counts(watch.id), both.counts(other.id)]).toEqual([0, 0]);
  // A third one, of somebody else.
  const third = await makeWatch(db, { name: '抢修', rule: anyOf('抢修') });
  await rematchWatch(deps, third.id);
  const three = await kept(db);
  expect(three.voices).toEqual(['official']);
  expect([watch, other, third].map(({ id }) => three.counts(id))).toEqual([0, 0, 1]);
  expect(three.sources).toBe(1);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});

test('a name that was left while the watch was paused, or before it looked, is known until it has looked', async () => {
  const url = 'https://zjj.yunchuan.gov.cn/a/1';
  const { db, watch, change } = await stored([said('云川热力官微', { url }), said('云川供暖官微', { url })]);
  await change(renamed, NOW);
  expect((await kept(db)).voices).toEqual(['own', 'official']);
  const between = { name: '云川供暖', rule: { any: ['暖气', '云川供暖'], all: [], none: [] } };
  expect(await change({ ...renamed, active: false }, NOW)).toBeNull();
  expect(await change({ ...between, active: false }, NOW)).toBeNull();
  expect(await change({ rule, active: false }, NOW)).toBeNull();
  expect(await formerNames(db, watch.id)).toEqual(['云川热力', '云川供暖']);
  await change({ rule }, NOW);
  const resumed = await kept(db);
  expect(resumed.voices).toEqual(['official', 'official']);
  expect(resumed.counts(watch.id)).toBe(2);
  expect(await formerNames(db, watch.id)).toEqual([]);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});

test('a watch for somebody else puts nobody’s announcements into their figures, neither while it is there nor after', async () => {
  const { db, watch, deps, change } = await stored([
    said('云川热力官方'),
    said('住户甲', { voice: 'ordinary' }),
  ]);
  await change(renamed, NOW);
  const industry = await makeWatch(db, {
    name: '行业观察',
    rule: { any: ['漏水'], all: ['抢修'], none: [] },
  });
  await rematchWatch(deps, industry.id);
  const both = await kept(db);
  expect([both.counts(watch.id), both.counts(industry.id)]).toEqual([1, 2]);
  // What comes while both are there, an account written in a way that no stored mark tells among it.
  const later = [said('云川热力官微'), said('【云川热力】官方客服')];
  await ingest(deps, { posts: later, origin: 'b' });
  const came = await kept(db);
  expect([came.counts(watch.id), came.counts(industry.id)]).toEqual([1, 4]);
  const rows = await readMentionRows(db, await keysOf(db));
  expect(rows.filter(({ watchId }) => watchId === watch.id).map(({ voice }) => voice)).toEqual([
    'own',
    'ordinary',
    'own',
    'own',
  ]);
  expect(rows.filter(({ watchId }) => watchId === industry.id).map(({ voice }) => voice)).not.toContain(
    'own',
  );
  // A label, a reread rule and the deletion of the other watch change nothing of it.
  const label = { sentiment: 1, intents: null, severity: null } as const;
  await correct(deps, { postId: 4, by: '甲', verdict: 'correct', label, note: null });
  await rematchWatch(deps, watch.id);
  await deleteWatch(db, industry.id);
  await rematchWatch(deps, watch.id);
  expect((await kept(db)).counts(watch.id)).toBe(1);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});

test('an account that its platform vouches for keeps its own word at the next look, until the watch is called otherwise', async () => {
  const { db, watch, change } = await stored([said('供热'), said('住户甲', { voice: 'ordinary' })]);
  expect((await kept(db)).voices).toEqual(['own', 'ordinary']);
  await change({ rule: anyOf('暖气', '供热', '漏水') }, NOW);
  const looked = await kept(db);
  expect(looked.voices).toEqual(['own', 'ordinary']);
  expect(looked.counts(watch.id)).toBe(1);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  await change({ name: '保温', rule: anyOf('暖气') }, NOW + MINUTE);
  const left = await kept(db);
  expect(left.voices[0]).not.toBe('own');
  expect(left.counts(watch.id)).toBe(2);
});

test('whose account is told by no name stays what it was', async () => {
  const { db, change } = await stored([
    said('某中心', { voice: 'own' }),
    makePost({ text: '供热公告：暖气已修好', voice: 'own' }),
  ]);
  await change(renamed, NOW);
  expect((await kept(db)).voices).toEqual(['own', 'own']);
});

test('a feed that is marked as the subject’s own makes what it brought its own, and no longer where the mark is taken off', async () => {
  const db = await makeDatabase();
  const feed = await makeFeed(db, { name: '官网' });
  const made = await stored(
    [said('小编', { voice: 'media' }), said('编辑', { voice: 'media' })],
    feed.id,
    db,
  );
  const { watch, deps } = made;
  await ingest(deps, { posts: [said('住户', { voice: 'media' })], origin: 'b' });
  await updateFeed(db, feed.id, { ...feed, params: { ...feed.params, voice: 'own' } }, NOW);
  await rematchWatch(deps, watch.id, undefined, { feedId: feed.id });
  const own = await kept(db);
  expect(own.voices).toEqual(['own', 'own', 'media']);
  expect(own.counts(watch.id)).toBe(1);
  // A change of the watch finds the mark as well.
  await made.change({ rule: anyOf('暖气') }, NOW);
  expect((await kept(db)).voices).toEqual(['own', 'own', 'media']);
  await updateFeed(db, feed.id, feed, NOW);
  await rematchWatch(deps, watch.id, undefined, { feedId: feed.id });
  const back = await kept(db);
  expect(back.voices).toEqual(['media', 'media', 'media']);
  expect(back.counts(watch.id)).toBe(3);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});
