import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import { countKeys, newestKeys } from '../../server/db/views/mention-keys.ts';
import { readOverview } from '../../server/db/views/overview.ts';
import { topStories } from '../../server/db/views/story-marks.ts';
import { readTopics } from '../../server/db/views/topics.ts';
import { listWatches } from '../../server/db/watches.ts';
import { ingest } from '../../server/flows/ingest.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, makeWatch, NOW } from '../support/make.ts';

/** SQLite takes five hundred queries in a row and no more. */
const WATCHES = 620;

test('pages of hundreds of watches are read as those of one', { timeout: 60_000 }, async () => {
  const db = await makeDatabase();
  const rule = { any: ['停暖'], all: [], none: [] };
  await db.transaction().execute(async (tx) => {
    for (let each = 1; each < WATCHES; each++) {
      const other = { any: [`不相干${each}`], all: [], none: [] };
      await makeWatch(tx, { name: `方案${each}`, rule: other }, NOW - DAY);
    }
    await makeWatch(tx, { name: '供热', rule }, NOW - DAY);
  });
  const posts = [1, 2, 3].map((each) =>
    makePost({ text: `小区停暖了，第 ${each} 天`, publishedAt: NOW - each * HOUR, observedAt: NOW }),
  );
  await ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'test' });
  const watchIds = (await listWatches(db)).map(({ id }) => id);
  expect(watchIds).toHaveLength(WATCHES);
  const filter = { from: NOW - DAY, to: NOW + HOUR };
  expect(await newestKeys(db, watchIds, { filter }, 20)).toHaveLength(3);
  expect(await countKeys(db, watchIds, filter, 100)).toBe(3);
  expect(await readTopics(db, watchIds, NOW - DAY, NOW + HOUR)).toHaveLength(3);
  expect(await topStories(db, watchIds, { from: NOW - DAY, to: NOW + HOUR }, 3)).toEqual([]);
  const range = { watchId: null, from: NOW - DAY, to: NOW + HOUR, now: NOW, playbooks: [] };
  expect((await readOverview(db, range)).stream).toHaveLength(3);
});
