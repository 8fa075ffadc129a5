import { describe, expect, test } from 'vitest';
import type { Label } from '../../../server/core/reading/correction.ts';
import { isHeldOut } from '../../../server/core/statistics/held-out.ts';
import { DAY, HOUR, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { readLabelledTexts } from '../../../server/db/reading/corrections.ts';
import { readLabelQueue } from '../../../server/db/views/mention/label-queue.ts';
import { readLabels } from '../../../server/db/views/mention/labels.ts';
import { readPostLabels } from '../../../server/db/views/mention/post-labels.ts';
import { removePosts } from '../../../server/db/watch/retention.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct, settleCorrections, undoCorrection } from '../../../server/flows/reading/correct.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';

const COLD = '阳光花园停暖三天,老人孩子冻得发抖,暖气热线没人接,太差劲了';
const AT = NOW - 3 * HOUR;

async function makeBoard() {
  const db = await makeDatabase();
  const heating = await makeWatch(db);
  await makeWatch(db, { name: '热线', rule: anyOf('热线') });
  const deps = ingestDeps(db);
  const texts = [COLD, '供热公司师傅上门很快,暖气修好了,点赞', '请问暖气费在哪里交?'];
  const posts = texts.map((text, n) =>
    makePost({ text, externalId: `p${n}`, publishedAt: AT, author: `u${n}` }),
  );
  await ingest(deps, { posts, origin: 'test' });
  const flow = { db, now: () => NOW };
  const say = (by: string, label: Partial<Label>, postId = 1) =>
    correct(flow, {
      postId,
      by,
      note: null,
      verdict: 'correct',
      label: { sentiment: null, intents: null, severity: null, ...label },
    });
  return { db, deps, posts, heating, flow, say };
}

/** A database gives rows in any order. */
const inOrder = (rows: readonly object[]) =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** All that a correction may move. */
async function counted(db: Db) {
  const all = async <
    T extends
      | 'bucket'
      | 'fine_bucket'
      | 'facet_bucket'
      | 'facet_day'
      | 'author_bucket'
      | 'term_bucket'
      | 'fact'
      | 'mention'
      | 'analysis',
  >(
    table: T,
  ) => inOrder(await db.selectFrom(table).selectAll().execute());
  return {
    buckets: await all('bucket'),
    fine: await all('fine_bucket'),
    facets: await all('facet_bucket'),
    facetDays: await all('facet_day'),
    authors: await all('author_bucket'),
    terms: await all('term_bucket'),
    facts: await all('fact'),
    mentions: await all('mention'),
    analyses: await all('analysis'),
  };
}

const negatives = async (db: Db, watchId: number) => {
  const rows = await db
    .selectFrom('bucket')
    .select(['hour', 'count'])
    .where('watch_id', '=', watchId)
    .where('sentiment', '=', -1)
    .execute();
  return rows.map(({ hour, count }) => [hour, count]);
};

describe('a correction of posts with the same text', () => {
  async function makeRumour() {
    const board = await makeBoard();
    const copies = ['c1', 'c2', 'c3'].map((externalId, n) =>
      makePost({ text: COLD, externalId, publishedAt: AT + n * HOUR, author: externalId }),
    );
    await ingest(board.deps, { posts: copies, origin: 'test' });
    const rows = await board.db.selectFrom('post').select(['id', 'copy_of']).orderBy('id').execute();
    const ids = rows.filter((row) => row.id === 1 || row.copy_of === 1).map(({ id }) => id);
    const labelled = async () => {
      const said = await Promise.all(ids.map((id) => readPostLabels(board.db, id)));
      return said.map(({ override, corrections }) => [override?.sentiment ?? null, corrections.length]);
    };
    const sayOfAll = (by: string, sentiment: -1 | 0 | 1, postId: number) =>
      correct(board.flow, {
        postId,
        by,
        note: null,
        verdict: 'correct',
        copies: true,
        label: { sentiment, intents: null, severity: null },
      });
    return { ...board, ids, labelled, sayOfAll };
  }

  test('holds for the original and every copy, each in its own hour, as a recount would have it', async () => {
    const { db, ids, labelled, sayOfAll } = await makeRumour();
    expect(ids).toHaveLength(4);
    expect((await readPostLabels(db, ids[2]!)).copies).toBe(3);
    expect((await readPostLabels(db, 2)).copies).toBe(0);
    expect((await sayOfAll('甲', 1, ids[2]!)).watchIds.toSorted()).toEqual([1, 2]);
    expect(await labelled()).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(await negatives(db, 1)).toEqual([]);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    expect((await readPostLabels(db, 2)).override).toBeNull();
    expect((await sayOfAll('甲', 1, 1)).watchIds).toEqual([]);
  });

  test('is taken back from all of them at once, and leaves what was said of one alone', async () => {
    const { db, ids, flow, labelled, say, sayOfAll } = await makeRumour();
    const before = await counted(db);
    await say('乙', { sentiment: 0 }, ids[3]!);
    const alone = await counted(db);
    await sayOfAll('甲', 1, 1);
    await undoCorrection(flow, { postId: ids[1]!, by: '甲' });
    expect(await labelled()).toEqual([
      [null, 0],
      [null, 0],
      [null, 0],
      [0, 1],
    ]);
    expect(await counted(db)).toEqual(alone);
    await undoCorrection(flow, { postId: ids[3]!, by: '乙' });
    expect(await counted(db)).toEqual(before);
  });

  test('reaches all of more than five hundred copies, tells how many they are, and is taken back from all', async () => {
    const { db, deps, flow, sayOfAll } = await makeRumour();
    const more = Array.from({ length: 640 }, (_, n) =>
      makePost({ text: COLD, externalId: `more${n}`, publishedAt: AT + n, author: `m${n}` }),
    );
    await ingest(deps, { posts: more, origin: 'test' });
    const before = await counted(db);
    expect((await readPostLabels(db, 1)).copies).toBe(643);
    const bySentiment = async () => {
      const rows = await db.selectFrom('mention').select('sentiment').where('watch_id', '=', 1).execute();
      return rows.filter(({ sentiment }) => sentiment === -1).length;
    };
    expect(await bySentiment()).toBe(644);
    await sayOfAll('甲', 1, 1);
    expect(await bySentiment()).toBe(0);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    await undoCorrection(flow, { postId: 1, by: '甲' });
    expect(await counted(db)).toEqual(before);
  });

  test('is taken back from all of them also when their original was forgotten', async () => {
    const { db, flow, ids, sayOfAll } = await makeRumour();
    await sayOfAll('甲', 1, 1);
    await db.updateTable('post').set({ copy_of: null }).where('copy_of', '=', 1).execute();
    await undoCorrection(flow, { postId: ids[1]!, by: '甲' });
    const left = await db.selectFrom('correction').select('id').where('undone_at', 'is', null).execute();
    expect(left).toEqual([]);
  });

  test('leaves alone what the same person said at that moment of another text', async () => {
    const { flow, db, say, sayOfAll } = await makeRumour();
    await sayOfAll('甲', 1, 1);
    await say('甲', { sentiment: -1 }, 2);
    await undoCorrection(flow, { postId: 1, by: '甲' });
    expect((await readPostLabels(db, 2)).corrections).toHaveLength(1);
  });

  describe('that goes on spreading', () => {
    async function spread(said: (board: Awaited<ReturnType<typeof makeRumour>>) => Promise<unknown>) {
      const board = await makeRumour();
      await said(board);
      const later = (externalId: string, text: string) =>
        makePost({ text, externalId, publishedAt: AT + 2 * HOUR, author: externalId });
      await ingest(board.deps, {
        posts: [later('late', COLD), later('near', `扩散!!${COLD}`), later('other', '暖气热线真差劲')],
        origin: 'test',
      });
      const rows = await board.db.selectFrom('post').select(['id', 'external_id']).execute();
      const idOf = (external: string) => rows.find((row) => row.external_id === external)?.id ?? 0;
      return { ...board, late: idOf('late'), near: idOf('near'), other: idOf('other') };
    }

    test('is inherited by exact copies to come, and counts for them as a recount would have it', async () => {
      const { db, late, near, other } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      expect(await readPostLabels(db, late)).toMatchObject({
        override: { sentiment: 1, by: '甲' },
        machine: { sentiment: -1 },
        corrections: [{ by: '甲', verdict: 'inherited', textOf: 1 }],
      });
      for (const id of [near, other]) expect((await readPostLabels(db, id)).corrections).toEqual([]);
      const mentions = await db
        .selectFrom('mention')
        .select('sentiment')
        .where('post_id', '=', late)
        .execute();
      expect(mentions.map(({ sentiment }) => sentiment)).toEqual([1, 1]);
      expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    });

    test('is nobody’s judgement of those: it neither teaches, nor measures, nor is in the lists', async () => {
      const { db, late } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      await db.deleteFrom('correction').where('post_id', '<>', late).execute();
      expect(await readLabelledTexts(db)).toEqual([]);
      const { people, recent, overlay, agreement } = await readLabels(db, NOW);
      expect([people, recent, overlay.labels, agreement.overall.n]).toEqual([[], [], 0, 0]);
    });

    test('is taken back with the original’s, from either of them', async () => {
      const { db, flow, late, ids } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      await undoCorrection(flow, { postId: 1, by: '甲' });
      for (const id of [late, ...ids]) {
        expect(await readPostLabels(db, id)).toMatchObject({ override: null, corrections: [] });
      }
      expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
      const again = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      await undoCorrection(again.flow, { postId: again.late, by: '甲' });
      expect((await readPostLabels(again.db, 1)).corrections).toEqual([]);
    });

    test('is not passed on where it was said of one post alone, nor once it was taken back', async () => {
      const alone = await spread(({ say }) => say('甲', { sentiment: 1 }));
      expect((await readPostLabels(alone.db, alone.late)).corrections).toEqual([]);
      const undone = await spread(async ({ flow, sayOfAll }) => {
        await sayOfAll('甲', 1, 1);
        await undoCorrection(flow, { postId: 1, by: '甲' });
      });
      expect((await readPostLabels(undone.db, undone.late)).corrections).toEqual([]);
    });

    test('is passed on as it holds: a ruling before what was said after it', async () => {
      const { db, late } = await spread(async ({ flow, sayOfAll }) => {
        const label = { sentiment: 0, intents: null, severity: null } as const;
        await correct(flow, { postId: 1, by: '裁', note: null, verdict: 'adjudicate', copies: true, label });
        await sayOfAll('甲', 1, 1);
      });
      expect((await readPostLabels(db, 1)).override).toMatchObject({ sentiment: 0, by: '裁' });
      expect((await readPostLabels(db, late)).override).toMatchObject({ sentiment: 0, by: '裁' });
    });

    test('is passed on also once the original was forgotten', async () => {
      const db = await makeDatabase();
      await makeWatch(db);
      const store = (externalId: string, at: number) =>
        ingest(ingestDeps(db, { now: () => at }), {
          posts: [makePost({ text: COLD, externalId, publishedAt: at, observedAt: at, author: externalId })],
          origin: 'test',
        });
      await store('old', NOW - 90 * DAY);
      await store('copy', NOW - DAY);
      const label = { sentiment: 1, intents: null, severity: null } as const;
      const all = { note: null, verdict: 'correct', copies: true, label } as const;
      await correct({ db, now: () => NOW }, { postId: 2, by: '甲', ...all });
      expect(await prune({ db, now: () => NOW }, { keepDays: 30 })).toMatchObject({ posts: 1 });
      await store('late', NOW);
      expect(await readPostLabels(db, 3)).toMatchObject({
        override: { sentiment: 1, by: '甲' },
        corrections: [{ verdict: 'inherited' }],
      });
      await undoCorrection({ db, now: () => NOW }, { postId: 2, by: '甲' });
      expect((await readPostLabels(db, 3)).corrections).toEqual([]);
    });

    test('counts as its author’s for the copy that takes the place of an original that goes', async () => {
      const { db, late, ids } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      const gone = [1, ...ids].filter((id) => id !== late);
      await db.transaction().execute((tx) => removePosts(tx, gone, 0));
      expect((await readPostLabels(db, late)).corrections).toMatchObject([{ by: '甲', verdict: 'correct' }]);
      expect(await readLabelledTexts(db)).toMatchObject([{ sentiment: 1 }]);
      expect((await readLabels(db, NOW)).people).toHaveLength(1);
    });

    test('is inherited neither by near copies to come nor by what repeats those to the letter', async () => {
      const { db, deps } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      const again = (externalId: string) =>
        makePost({ text: `扩散!!${COLD}`, externalId, publishedAt: AT, author: externalId });
      await ingest(deps, { posts: [again('n1'), again('n2')], origin: 'test' });
      const near = await db
        .selectFrom('post')
        .select(['id', 'copy_of'])
        .where('text', 'like', '扩散%')
        .execute();
      expect(near.map((row) => row.copy_of)).toEqual([1, 1, 1]);
      for (const { id } of near) expect((await readPostLabels(db, id)).corrections).toEqual([]);
    });

    test('is inherited by what repeats a near copy that has it', async () => {
      const board = await makeRumour();
      const near = (externalId: string) =>
        makePost({ text: `扩散!!${COLD}`, externalId, publishedAt: AT, author: externalId });
      await ingest(board.deps, { posts: [near('n1')], origin: 'test' });
      await board.sayOfAll('甲', 1, 1);
      await ingest(board.deps, { posts: [near('n2')], origin: 'test' });
      const ids = await board.db
        .selectFrom('post')
        .select('id')
        .where('text', 'like', '扩散%')
        .orderBy('id')
        .execute();
      const verdicts = await Promise.all(
        ids.map(async ({ id }) =>
          (await readPostLabels(board.db, id)).corrections.map((each) => each.verdict),
        ),
      );
      expect(verdicts).toEqual([['correct'], ['inherited']]);
    });

    test('is known at once by what has been labelled meanwhile', async () => {
      const { db, sayOfAll, late } = await spread(({ sayOfAll }) => sayOfAll('甲', 1, 1));
      await sayOfAll('乙', 0, 1);
      expect((await readPostLabels(db, late)).override).toMatchObject({ sentiment: 0, by: '乙' });
    });
  });

  test('does not cross to another company that was linked before anybody watched it', async () => {
    const board = await makeBoard();
    const about = (brand: string, n: number) =>
      makePost({
        text: `我在${brand}开通的会员被自动续费298元，客服一直推脱不肯退，太差劲了，要求全额退款并公开道歉`,
        externalId: `${brand}${n}`,
        publishedAt: AT + n,
        author: `${brand}${n}`,
      });
    await ingest(board.deps, { posts: [about('海屿到家', 0), about('云岚优选', 1)], origin: 'test' });
    const rows = await board.db
      .selectFrom('post')
      .select(['id', 'copy_of'])
      .where('text', 'like', '我在%')
      .orderBy('id')
      .execute();
    const [theirs, ours] = rows.map(({ id }) => id) as [number, number];
    expect(rows[1]?.copy_of).toBe(theirs);
    for (const name of ['海屿到家', '云岚优选']) {
      const { id } = await makeWatch(board.db, { name, rule: { any: [name], all: [], none: [] } });
      await rematchWatch(board.deps, id);
    }
    const label = { sentiment: 0, intents: null, severity: null } as const;
    await correct(board.flow, {
      postId: theirs,
      by: '甲',
      note: null,
      verdict: 'adjudicate',
      copies: true,
      label,
    });
    await ingest(board.deps, { posts: [about('云岚优选', 2), about('海屿到家', 3)], origin: 'test' });
    const held = async (like: string) => {
      const posts = await board.db
        .selectFrom('post')
        .select('id')
        .where('text', 'like', like)
        .orderBy('id')
        .execute();
      return Promise.all(
        posts.map(async ({ id }) => (await readPostLabels(board.db, id)).override?.sentiment ?? null),
      );
    };
    expect(await held('%海屿到家%')).toEqual([0, 0]);
    expect(await held('%云岚优选%')).toEqual([null, null]);
    expect(ours).toBeGreaterThan(theirs);
  });

  test('touches one post only where that is what was asked for', async () => {
    const { say, labelled } = await makeRumour();
    await say('甲', { sentiment: 1 });
    expect(await labelled()).toEqual([
      [1, 1],
      [null, 0],
      [null, 0],
      [null, 0],
    ]);
  });
});

describe('a correction', () => {
  test('moves the post in every watch, in its own hour, as a recount would have it', async () => {
    const { db, say } = await makeBoard();
    expect(await negatives(db, 1)).toEqual([[startOfHour(AT), 1]]);
    const { watchIds } = await say('甲', { sentiment: 1 });
    expect(watchIds).toEqual([1, 2]);
    expect(await negatives(db, 1)).toEqual([]);
    expect(await negatives(db, 2)).toEqual([]);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    await say('甲', { sentiment: -1 }, 2);
    expect(await negatives(db, 1)).toEqual([[startOfHour(AT), 1]]);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('of intents and severity moves facts and facets', async () => {
    const { db, say } = await makeBoard();
    await say('甲', { intents: ['help'], severity: ['injury'] });
    const facts = await db.selectFrom('fact').select('name').where('post_id', '=', 1).execute();
    const names = facts.map(({ name }) => name).filter((name) => /^(sev|intent)\./.test(name));
    expect([...new Set(names)].sort()).toEqual(['intent.help', 'sev.injury']);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('taken back leaves everything exactly as it was, the machine’s reading included', async () => {
    const { db, flow, say } = await makeBoard();
    const before = await counted(db);
    await say('甲', { sentiment: 1, intents: [], severity: ['death'] });
    await say('乙', { sentiment: 0 });
    await undoCorrection(flow, { postId: 1, by: '乙' });
    expect((await readPostLabels(db, 1)).override).toMatchObject({ sentiment: 1, by: '甲' });
    await undoCorrection(flow, { postId: 1, by: '甲' });
    expect(await counted(db)).toEqual(before);
    await expect(undoCorrection(flow, { postId: 1, by: '甲' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('that says what the machine says is an agreement; agreeing is about its sentiment', async () => {
    const { db, flow, say } = await makeBoard();
    await say('甲', { sentiment: -1 });
    const nothing = { sentiment: null, intents: null, severity: null };
    await correct(flow, { postId: 1, by: '乙', verdict: 'agree', label: nothing, note: ' 看过原文 ' });
    const { corrections, machine } = await readPostLabels(db, 1);
    expect(corrections.map(({ by, verdict, label, note }) => [by, verdict, label.sentiment, note])).toEqual([
      ['甲', 'agree', -1, null],
      ['乙', 'agree', -1, '看过原文'],
    ]);
    expect(machine.sentiment).toBe(-1);
  });

  test('given again changes nothing, however often; back and forth is kept', async () => {
    const { db, flow, say } = await makeBoard();
    const kept = async () => {
      const { corrections } = await readPostLabels(db, 1);
      return corrections.map(({ by, label }) => [by, label.sentiment]);
    };
    await say('甲', { sentiment: 1, intents: ['help'] });
    const before = await counted(db);
    expect(await say('甲', { sentiment: 1 })).toEqual({ watchIds: [] });
    await Promise.all([say('甲', { sentiment: 1, intents: ['help'] }), say('甲', { intents: ['help'] })]);
    expect(await kept()).toEqual([['甲', 1]]);
    expect(await counted(db)).toEqual(before);
    for (const sentiment of [0, 1, 1] as const) await say('甲', { sentiment });
    await say('乙', { sentiment: 0 });
    expect((await say('甲', { sentiment: 1 })).watchIds).toEqual([1, 2]);
    expect(await kept()).toEqual([
      ['甲', 1],
      ['甲', 0],
      ['甲', 1],
      ['乙', 0],
      ['甲', 1],
    ]);
    await undoCorrection(flow, { postId: 1, by: '甲' });
    expect((await readPostLabels(db, 1)).override).toMatchObject({ sentiment: 0, by: '乙' });
  });

  test('says something, of a post that a watch mentions', async () => {
    const { say } = await makeBoard();
    await expect(say('甲', {})).rejects.toMatchObject({ code: 'bad_request' });
    await expect(say('甲', { sentiment: 1 }, 99)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('outlives a rematch and the same post coming again', async () => {
    const { db, deps, posts, heating, say } = await makeBoard();
    await say('甲', { sentiment: 1, intents: ['help'] });
    const before = await counted(db);
    await ingest(deps, { posts, origin: 'again' });
    await rematchWatch(deps, heating.id);
    expect(await counted(db)).toEqual(before);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('given while a rematch wrote older readings is put back', async () => {
    const { db, say } = await makeBoard();
    await say('甲', { sentiment: 1 });
    const before = await counted(db);
    await db.updateTable('mention').set({ sentiment: -1 }).where('post_id', '=', 1).execute();
    await rebuildBuckets({ db, now: () => NOW });
    expect(await settleCorrections({ db, now: () => NOW }, NOW + 1)).toBe(1);
    expect(await counted(db)).toEqual(before);
  });

  test('goes with its post when that is forgotten', async () => {
    const { db, say } = await makeBoard();
    await say('甲', { sentiment: 1 });
    await prune({ db, now: () => NOW + 400 * 24 * HOUR }, { keepDays: 30 });
    expect(await db.selectFrom('correction').selectAll().execute()).toEqual([]);
  });
});

test('a second opinion is asked of the machine’s reading, whatever a colleague said of it', async () => {
  const { db, deps, say } = await makeBoard();
  // One in five measures the overlay; the queue shows twelve.
  const more = Array.from({ length: 9 }, (_, n) =>
    makePost({ text: `${n}号楼的暖气师傅来过`, externalId: `m${n}`, publishedAt: AT }),
  );
  await ingest(deps, { posts: more, origin: 'test' });
  const shown = async () => {
    const queue = await readLabelQueue(db, { watchId: null, by: '乙', now: NOW });
    return queue.map(({ mention }) => [
      mention.postId,
      mention.sentiment,
      mention.confidence,
      mention.score,
      mention.labelledBy,
    ]);
  };
  const before = await shown();
  const kept = await db.selectFrom('post').select(['id', 'content_hash']).execute();
  const held = kept.filter((post) => isHeldOut(post.content_hash)).map(({ id }) => id);
  expect(held).not.toEqual([]);
  for (const postId of held) {
    const sentiment = before.find(([id]) => id === postId)?.[1] === -1 ? 1 : -1;
    await say('甲', { sentiment }, postId);
  }
  expect(await shown()).toEqual(before);
});

describe('the queue of what is worth a label', () => {
  /** Originals that differ, as many as are to be, and what is shown of them to somebody. */
  async function makeQueue(posts: number) {
    const { db, deps, flow } = await makeBoard();
    const more = Array.from({ length: posts }, (_, n) =>
      makePost({
        text: `${n}号楼的暖气师傅来过,第${n * 7}户说还行`,
        externalId: `q${n}`,
        publishedAt: AT - n * 60_000,
        author: `q${n}`,
      }),
    );
    await ingest(deps, { posts: more, origin: 'test' });
    const shown = async (by: string) => {
      const queue = await readLabelQueue(db, { watchId: 1, by, now: NOW });
      return queue.map(({ mention: { postId }, second }) => ({ postId, second }));
    };
    const agree = async (by: string, postId: number) => {
      const label = { sentiment: null, intents: null, severity: null };
      await correct(flow, { postId, by, verdict: 'agree', label, note: null });
    };
    return { db, shown, agree };
  }
  /** Says of the newest posts that they were labelled, as `agree` would. */
  async function judge(db: Db, by: string, posts: readonly { readonly id: number }[]) {
    const label_json = JSON.stringify({ sentiment: 0, intents: null, severity: null });
    const rest = {
      at: NOW,
      verdict: 'agree' as const,
      sentiment: 0,
      label_json,
      machine_json: label_json,
      reader: 'r',
    };
    for (const { id } of posts) {
      await db
        .insertInto('correction')
        .values({ post_id: id, by, note: null, ...rest })
        .execute();
    }
  }

  test('goes on past more than four hundred that are done, until all is', async () => {
    const { db, shown } = await makeQueue(460);
    const posts = await db.selectFrom('post').select(['id', 'content_hash']).orderBy('at', 'desc').execute();
    await judge(db, '甲', posts.slice(0, 440));
    const next = await shown('甲');
    expect(next).toHaveLength(12);
    const old = new Set(posts.slice(440).map(({ id }) => id));
    expect(next.every(({ postId, second }) => old.has(postId) && !second)).toBe(true);
    await judge(db, '甲', posts.slice(440));
    expect(await shown('甲')).toEqual([]);
  });

  test('asks for second opinions of what was labelled long before the newest four hundred', async () => {
    const { db, shown, agree } = await makeQueue(460);
    const posts = await db.selectFrom('post').select(['id', 'content_hash']).orderBy('at', 'desc').execute();
    const measuring = posts.slice(430).filter((post) => isHeldOut(post.content_hash));
    expect(measuring.length).toBeGreaterThan(1);
    await judge(db, '甲', measuring);
    const asked = await shown('乙');
    expect(asked).toHaveLength(12);
    const second = asked.filter((row) => row.second).map(({ postId }) => postId);
    expect(second).toHaveLength(Math.min(4, measuring.length));
    expect((await shown('甲')).filter((row) => row.second)).toEqual([]);
    for (const postId of second) await agree('乙', postId);
    expect((await shown('丙')).filter(({ postId }) => second.includes(postId))).toEqual([]);
  });
});
