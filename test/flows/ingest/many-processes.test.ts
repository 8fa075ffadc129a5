import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import { MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/engine/open.ts';
import { listOpenIncidents } from '../../../server/db/feed/feed-incidents.ts';
import { addRequest, getRequest } from '../../../server/db/import/ingest-requests.ts';
import { addToken, listTokens } from '../../../server/db/import/ingest-tokens.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { checkFeeds } from '../../../server/flows/crawl/check-feeds.ts';
import { takePush } from '../../../server/flows/import/push.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { engine, makeDatabase, makePlace } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { makeFeed, makeRun } from '../../support/make-feed.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

/** On SQLite one process works. */
const withMany = test.runIf(engine() === 'postgres');

/** Two processes of one installation, as far as their database can tell. */
async function makeTwo(): Promise<readonly [Db, Db]> {
  const place = await makePlace();
  const one = await makeDatabase(place);
  const other = openDatabase(place);
  onTestFinished(() => other.destroy());
  return [one, other];
}

/** Resolves when somebody waits to write. */
async function somebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const waiting = await sql`select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
    if (waiting.rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function countOf(db: Db, watchId: number): Promise<number> {
  return (await db.selectFrom('mention').select('post_id').where('watch_id', '=', watchId).execute()).length;
}

withMany('a watch made while another process stores a batch finds the posts of that batch', async () => {
  const [worker, page] = await makeTwo();
  const looked: Promise<unknown>[] = [];
  const made: number[] = [];
  await ingest(ingestDeps(worker), {
    posts: [makePost({ text: '暖气不热' }), makePost({ text: '暖气漏水' })],
    origin: 'a',
    async after() {
      const { id } = await makeWatch(page, { rule: anyOf('暖气') });
      made.push(id);
      looked.push(rematchWatch(ingestDeps(page), id));
      await somebodyWaits(page);
    },
  });
  await Promise.all(looked);
  expect(await countOf(page, made[0] ?? 0)).toBe(2);
});

withMany('two processes that look for one watch at a time do not take it from each other', async () => {
  const [one, other] = await makeTwo();
  const { id } = await makeWatch(one, { rule: anyOf('地铁') });
  const posts = Array.from({ length: 600 }, (_, n) => makePost({ text: `暖气和地铁${n}` }));
  await ingest(ingestDeps(one), { posts, origin: 'a' });
  await updateWatch(one, id, watchInput({ rule: anyOf('暖气') }), NOW);
  const deps = ingestDeps(one);
  const second: Promise<unknown>[] = [];
  // The first reads its first page; the second comes and goes meanwhile, having seen a newer rule.
  const reading: typeof deps.reading = {
    ...deps.reading,
    async readAll(...given) {
      if (second.length === 0) second.push(rematchWatch(ingestDeps(other), id));
      await Promise.all(second);
      return deps.reading.readAll(...given);
    },
  };
  await one.deleteFrom('analysis').execute();
  expect(await rematchWatch({ ...deps, reading }, id)).toEqual({ scanned: 600, mentions: 600 });
  expect(second.length).toBe(1);
  expect(await countOf(one, id)).toBe(600);
  expect((await rebuildBuckets({ db: one, now: () => NOW })).corrected).toBe(0);
});

withMany('a push that two workers have in hand is answered by the first and counted once', async () => {
  const [one, other] = await makeTwo();
  await makeWatch(one, { rule: anyOf('暖气') });
  await addToken(one, { name: '报社', hash: 'h', hint: 'h' }, NOW);
  const body = Buffer.from(JSON.stringify([{ id: 'a', text: '暖气不热' }]));
  const push = { tokenId: 1, key: 'k', kind: 'items', bodyHash: 'b', mapping: null, body } as const;
  const { request } = await addRequest(one, push, NOW);
  const depsOf = (db: Db) => ({ ...ingestDeps(db), readTime: parseChineseDate });
  const slow = depsOf(one);
  const second: Promise<unknown>[] = [];
  const reading: typeof slow.reading = {
    ...slow.reading,
    async readAll(...given) {
      second.push(takePush(depsOf(other), { requestId: request.id }));
      await Promise.all(second);
      return slow.reading.readAll(...given);
    },
  };
  expect(await takePush({ ...slow, reading }, { requestId: request.id })).toMatchObject({
    stored: 0,
    known: 1,
  });
  expect(await Promise.all(second)).toMatchObject([{ stored: 1 }]);
  expect((await getRequest(one, request.id))?.answer?.body).toMatchObject({ stored: 1, known: 0 });
  expect(await listTokens(one)).toMatchObject([{ received: 1 }]);
});

withMany('a feed that is read again while its fault waits to be told is not told of', async () => {
  const [worker, other] = await makeTwo();
  await makeChannel(worker);
  const { id: feedId } = await makeFeed(worker);
  const run = (db: Db, startedAt: number, outcome: 'posts' | 'failed') => {
    const failure = outcome === 'failed' ? 'dns' : null;
    return makeRun(db, feedId, { startedAt, outcome, failure, stored: 1 }, startedAt + MINUTE);
  };
  await run(worker, NOW, 'posts');
  for (const minute of [1, 2, 3]) await run(worker, NOW + minute * MINUTE, 'failed');
  const now = NOW + 5 * MINUTE;
  const checking: Promise<unknown>[] = [];
  await other.transaction().execute(async (tx) => {
    checking.push(checkFeeds({ db: worker, notifiers: new Map(), now: () => now }));
    await somebodyWaits(worker);
    await run(tx, NOW + 4 * MINUTE, 'posts');
  });
  expect(await Promise.all(checking)).toEqual([{ opened: 0, closed: 0, told: 0 }]);
  expect(await listOpenIncidents(worker)).toEqual([]);
  expect((await checkFeeds({ db: worker, notifiers: new Map(), now: () => now })).opened).toBe(0);
});
