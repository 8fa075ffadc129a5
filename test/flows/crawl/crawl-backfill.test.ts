import { expect, test } from 'vitest';
import type { Source } from '../../../server/core/feed/source.ts';
import { HOUR } from '../../../server/core/time.ts';
import { listRuns } from '../../../server/db/feed/feed-runs.ts';
import { NOW } from '../../support/make.ts';
import { board, entry, json, makeCrawl } from './crawl-stage.ts';

test('a back-fill asks for its time, is recorded as one and leaves turns, health and history alone', async () => {
  const { db, run, server, feed, row, sources } = await makeCrawl({ '/board/1': json([entry('a')]) });
  await run();
  const before = await row();
  const asked: unknown[] = [];
  async function* collect(...[given, io]: Parameters<Source['collect']>) {
    asked.push(io.range);
    yield* board.collect(given, io);
  }
  sources.set('board', { ...board, backfill: true, collect });
  server.route('/board/1', json([entry('old', 3 * 24 * 60), { id: 'undated', text: '暖气不热' }]));
  const range = { from: NOW - 4 * 24 * HOUR, to: NOW - 2 * 24 * HOUR };
  expect(await run({ range })).toMatchObject({
    kind: 'backfill',
    outcome: 'posts',
    stored: 2,
    range,
    nextAt: null,
  });
  expect(asked).toEqual([range]);
  const hours = await db.selectFrom('bucket').select(['hour', 'count']).orderBy('hour').execute();
  expect(hours.map(({ hour }) => Math.round((NOW - hour) / HOUR))).toEqual([73, 1]);
  server.route('/board/1', { status: 500 });
  expect(await run({ range })).toMatchObject({ kind: 'backfill', outcome: 'failed' });
  expect(await row()).toMatchObject({ ...before, backfill: true });
  expect((await listRuns(db, feed.id, 9)).map(({ kind }) => kind).toSorted()).toEqual([
    'backfill',
    'backfill',
    'turn',
  ]);
  expect(await listRuns(db, feed.id, 9, { ofTurns: true })).toHaveLength(1);
});
