import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { makeDatabase, makePlace } from '../support/database.ts';
import { startIngest } from '../support/ingesting.ts';
import { makeWatch } from '../support/make-watch.ts';
import { expectWhole } from '../support/whole.ts';

describe('a process killed in the middle of ingest', () => {
  test('loses nothing that was acknowledged, and the next one goes on', { timeout: 300_000 }, async () => {
    const place = await makePlace();
    const setUp = await makeDatabase(place);
    await makeWatch(setUp);
    const acknowledged = new Set<string>();
    let before = 0;
    for (let round = 0; round < 3; round++) {
      const ingesting = startIngest(place, `round${round}`, '100000');
      await ingesting.first;
      await sleep(Math.random() * 400);
      ingesting.child.kill('SIGKILL');
      await ingesting.ended;
      for (const id of ingesting.acknowledged) acknowledged.add(id);
      const db = openDatabase(place);
      const stored = await expectWhole(db, acknowledged);
      await db.destroy();
      expect(stored).toBeGreaterThan(before);
      before = stored;
    }
  });
});

describe('processes that ingest at once', () => {
  test('lose nothing and count every post once, even when they bring the same', {
    timeout: 300_000,
  }, async () => {
    const place = await makePlace();
    const db = await makeDatabase(place);
    await makeWatch(db);
    const all = [
      startIngest(place, 'a', '8'),
      startIngest(place, 'c', '8', 'same'),
      startIngest(place, 'd', '8', 'same'),
    ];
    await Promise.all(all.map((each) => each.ended));
    expect(all.map((each) => each.child.exitCode)).toEqual([0, 0, 0]);
    const acknowledged = new Set(all.flatMap((each) => [...each.acknowledged]));
    expect(acknowledged.size).toBe(400);
    expect(await expectWhole(db, acknowledged)).toBe(400);
    const rumour = await db.selectFrom('post').select('copies').where('text', 'like', '网传%').execute();
    expect(
      rumour
        .map((row) => row.copies)
        .sort((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([79, 0]);
    expect(rumour).toHaveLength(80);
  });
});
