import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { prune } from '../../server/flows/upkeep/prune.ts';
import { engine, makePlace } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { anyOf, makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

/** Letters side by side that the full text, which holds two of a word at most, never has so. */
const WORDS = '张丹凤家停暖三天';

const timesIn = (file: string): number => readFileSync(file).toString('utf8').split(WORDS).length - 1;

test.runIf(engine() === 'sqlite')(
  'the words of a post that was forgotten are neither in the file nor in its log any more',
  async () => {
    const place = await makePlace({ empty: true });
    const db = openDatabase(place);
    await migrateToLatest(db);
    await makeWatch(db, { rule: anyOf('供热') }, NOW);
    const posts = Array.from({ length: 60 }, (_, n) =>
      makePost({ text: `云川供热第${n}户${WORDS}，${'打了电话没人接，'.repeat(n % 7)}太差了` }),
    );
    await ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'test' });
    expect(timesIn(`${place}-wal`)).toBeGreaterThan(0);
    expect((await prune({ db, now: () => NOW + 11 * DAY }, { keepDays: 10 })).posts).toBe(60);
    // While the installation runs.
    expect(timesIn(place)).toBe(0);
    expect(timesIn(`${place}-wal`)).toBe(0);
    await db.destroy();
    expect(timesIn(place)).toBe(0);
  },
);
