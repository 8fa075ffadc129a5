import { expect, onTestFinished, test } from 'vitest';
import { readInPlace } from '../../server/core/reading/reading-pool.ts';
import { listRefusals } from '../../server/db/feed/refusals.ts';
import { updateWatch } from '../../server/db/watch/watches.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { teachWatchWords } from '../../server/flows/ingest/taught-reading.ts';
import { rematchWatch } from '../../server/flows/reading/rematch.ts';
import { openReadingPool } from '../../server/text/pool/pool.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { anyOf, makeAnalysis, makePost, NOW } from '../support/make.ts';
import { makeWatch, watchInput } from '../support/make-watch.ts';

const entry = new URL('../support/poisoned-thread.ts', import.meta.url);

test('posts that hang or kill the reader are refused by name, and the others of their batch are stored', async () => {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  const pool = openReadingPool({ threads: 2, textMs: 800, entry });
  onTestFinished(() => pool.close());
  const deps = ingestDeps(db, { reading: teachWatchWords(pool, db) });
  const posts = ['暖气不热', '暖气 hang', '暖气 die', '没有人说的事 hang', '供热真好'].map((text) =>
    makePost({ text }),
  );
  const report = await ingest(deps, { posts, origin: '新闻' });
  expect(report).toMatchObject({ stored: 3, mentions: 2 });
  expect(report.refused.map(({ index, reason }) => [index, reason]).sort()).toEqual([
    [1, 'reading_hung'],
    [2, 'reading_crashed'],
  ]);
  expect((await listRefusals(db, 5)).map((row) => row.reason).sort()).toEqual([
    'reading_crashed',
    'reading_hung',
  ]);
  expect(await db.selectFrom('analysis').select('reader').distinct().execute()).toEqual([
    { reader: 'test-plain' },
  ]);
  // The one that no watch concerned was stored unread; a watch that comes to concern it does without it.
  await updateWatch(db, watch.id, watchInput({ rule: anyOf('没有人', '供热') }), NOW);
  expect(await rematchWatch(deps, watch.id)).toEqual({ scanned: 3, mentions: 1 });
});

test('readers learn the words of active watches before the first batch that they concern', async () => {
  const db = await makeDatabase();
  const told: (readonly string[])[] = [];
  const pool = teachWatchWords(
    readInPlace(({ words }) => {
      told.push(words);
      return { version: 'listening', read: () => makeAnalysis() };
    }),
    db,
  );
  const rule = {
    any: ['暖心卡', '"供暖 不热"', 'NEAR/8(没人,接)', '“温暖包”'],
    all: ['供热'],
    none: ['招聘'],
  };
  const watch = await makeWatch(db, { rule });
  await makeWatch(db, { name: '停用', active: false, rule: anyOf('地铁票') });
  await pool.readAll([{ text: 'a' }]);
  await pool.readAll([{ text: 'b' }]);
  expect(told.splice(0)).toEqual([[], ['暖心卡', '温暖包', '供热']]);
  await updateWatch(db, watch.id, watchInput({ rule: anyOf('供热站') }), NOW);
  pool.configure({ words: ['另一个词'], names: [], overlay: new Uint8Array([1]) });
  await pool.readAll([{ text: 'c' }]);
  expect(told.at(-1)).toEqual(['供热站', '另一个词']);
});
