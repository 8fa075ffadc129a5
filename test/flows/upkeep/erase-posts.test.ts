import { describe, expect, test } from 'vitest';
import type { ErasureScope } from '../../../server/core/mention/erasure.ts';
import type { ReportSnapshot } from '../../../server/core/report/report-snapshot.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { insertAlert } from '../../../server/db/alert/alerts.ts';
import { insertErasure, listErasures } from '../../../server/db/post/erasures.ts';
import { findFitting } from '../../../server/db/post/search.ts';
import { keepReport } from '../../../server/db/report/reports.ts';
import { rebuildBuckets } from '../../../server/db/watch/recount.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { askErasure, erasePosts, resumeErasures } from '../../../server/flows/upkeep/erase-posts.ts';
import { makeDraft } from '../../core/alert/make-alert.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch } from '../../support/make-watch.ts';

const WORDS = '张丹凤家在三号楼，停暖三天没有人管，老人发烧';
const theirs = (externalId: string, text: string) => makePost({ externalId, text, author: '张丹凤' });
const others = (externalId: string, text: string) => makePost({ externalId, text, author: '李雷' });

/** Two posts of one person, one of them copied by another, and one of somebody else. */
async function makeBench() {
  const db = await makeDatabase();
  const queue = makeQueue(db);
  const deps = { ...ingestDeps(db), queue };
  const { id: watchId } = await makeWatch(db);
  const posts = [
    theirs('a', WORDS),
    theirs('b', '今天来暖气了，可是只有十六度'),
    others('c', WORDS),
    others('d', '暖气公司今天公布了检修安排'),
  ];
  const bring = (some = posts, origin = '来源') => ingest(deps, { posts: some, origin, feedId: 7 });
  await bring();
  const idOf = async (externalId: string) =>
    (await db.selectFrom('post').select('id').where('external_id', '=', externalId).executeTakeFirst())?.id ??
    0;
  const left = async () =>
    (await db.selectFrom('post').select('external_id').orderBy('external_id').execute()).map(
      (row) => row.external_id,
    );
  const erase = async (externalId: string, scope: ErasureScope) => {
    const input = { postId: await idOf(externalId), scope, by: '王敏', note: ' 2026-7 ' };
    return erasePosts(deps, { erasureId: await askErasure(deps, input) });
  };
  return { db, deps, queue, watchId, bring, idOf, left, erase };
}

describe('what somebody asked to have deleted', () => {
  test('is gone with its readings, figures and full text; alerts stay, and it is kept who asked when', async () => {
    const { db, watchId, idOf, left, erase } = await makeBench();
    const alertId = await insertAlert(db, makeDraft({ watchId, examples: [await idOf('b')] }), NOW);
    expect(await findFitting(db, '十六', 9)).toHaveLength(1);
    expect(await erase('b', 'post')).toEqual({ posts: 1, watchIds: [watchId] });
    expect(await left()).toEqual(['a', 'c', 'd']);
    expect(await findFitting(db, '十六', 9)).toEqual([]);
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
    expect(await db.selectFrom('alert').select('id').execute()).toEqual([{ id: alertId }]);
    expect(await listErasures(db, 9)).toMatchObject([
      { scope: 'post', askedBy: '王敏', note: '2026-7', posts: 1, endedAt: NOW, postId: null, author: null },
    ]);
  });

  test('is not taken in again by its source; what others say at the same address is', async () => {
    const { db, bring, left, erase } = await makeBench();
    await erase('b', 'post');
    expect(await bring([theirs('b', '今天来暖气了，可是只有十六度')])).toMatchObject({ stored: 0, known: 1 });
    const url = 'https://example.com/reviews';
    await bring([makePost({ externalId: 'e', url })]);
    await erase('e', 'post');
    const again = [makePost({ externalId: 'e', url }), makePost({ externalId: 'f', url })];
    expect(await bring(again)).toMatchObject({ stored: 1, known: 1 });
    expect(await bring([theirs('g', '暖气还是不热')])).toMatchObject({ stored: 1, known: 0 });
    expect(await left()).toEqual(['a', 'c', 'd', 'f', 'g']);
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
  });

  test('an address that moved to https is the same one', async () => {
    const { bring, left, erase } = await makeBench();
    await bring([makePost({ externalId: 'http://example.com/1' })]);
    await erase('http://example.com/1', 'post');
    await bring([makePost({ externalId: 'https://example.com/1' })]);
    expect(await left()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('leaves the copies of others, or takes them along where that is asked for', async () => {
    const one = await makeBench();
    await one.erase('a', 'post');
    expect(await one.left()).toEqual(['b', 'c', 'd']);
    const stands = await one.db.selectFrom('post').select('copy_of').where('external_id', '=', 'c').execute();
    expect(stands).toEqual([{ copy_of: null }]);
    for (const named of ['a', 'c']) {
      const both = await makeBench();
      expect(await both.erase(named, 'copies')).toMatchObject({ posts: 2 });
      expect(await both.left()).toEqual(['b', 'd']);
      expect(await both.bring()).toMatchObject({ stored: 0, known: 4 });
      expect((await rebuildBuckets(both.db, NOW)).corrected).toBe(0);
    }
  });

  test('is all of an author, of whom nothing more is taken in, though others are', async () => {
    const { db, bring, left, erase } = await makeBench();
    expect(await erase('a', 'author')).toMatchObject({ posts: 2 });
    expect(await left()).toEqual(['c', 'd']);
    expect(await bring([theirs('n', '暖气又停了'), others('o', '暖气又停了一天')])).toMatchObject({
      stored: 1,
      known: 1,
    });
    const kept = JSON.stringify([
      await db.selectFrom('erasure').selectAll().execute(),
      await db.selectFrom('erased').selectAll().execute(),
    ]);
    expect(kept).not.toContain('h:');
    expect(kept).not.toContain('张');
  });

  test('names the reports that quote it', async () => {
    const { db, erase } = await makeBench();
    const snapshot = (text: string) =>
      ({ title: '周报', madeAt: NOW, period: { kind: 'weekly', from: 0, to: 1 }, said: text }) as unknown;
    const keep = (text: string) =>
      keepReport(db, { watchId: null, snapshot: snapshot(text) as ReportSnapshot, by: '王敏' });
    await keep('别的');
    const quoting = await keep(`网友说：“${WORDS.slice(0, 30)}”`);
    await erase('a', 'post');
    expect((await listErasures(db, 1))[0]?.reports).toEqual([quoting.id]);
  });

  test('is asked for once more where a process left before the job, and goes on where it stopped', async () => {
    const { db, deps, queue, idOf, left } = await makeBench();
    const stopped = { askedAt: NOW, askedBy: '王敏', scope: 'copies', note: '', author: null } as const;
    const postId = await idOf('a');
    const erasureId = await db.transaction().execute((tx) => insertErasure(tx, { ...stopped, postId }));
    await resumeErasures({ db, queue });
    await resumeErasures({ db, queue });
    const jobs = await db.selectFrom('job').select('kind').where('kind', '=', 'erase-posts').execute();
    expect(jobs).toHaveLength(1);
    const aborted = { erasureId, signal: AbortSignal.abort(new Error('stopped')) };
    await expect(erasePosts(deps, aborted)).rejects.toThrow('stopped');
    expect(await left()).toHaveLength(4);
    expect(await erasePosts(deps, { erasureId })).toMatchObject({ posts: 2 });
    expect(await erasePosts(deps, { erasureId })).toBeNull();
  });

  test('is refused where there is no such post, or nobody is named as its author', async () => {
    const { deps, bring, idOf } = await makeBench();
    const ask = (postId: number, scope: ErasureScope) =>
      askErasure(deps, { postId, scope, by: '王敏', note: '' });
    await expect(ask(99, 'post')).rejects.toMatchObject({ code: 'not_found' });
    await bring([makePost({ externalId: 'z', publishedAt: NOW - MINUTE })]);
    await expect(ask(await idOf('z'), 'author')).rejects.toMatchObject({ code: 'bad_request' });
  });
});
