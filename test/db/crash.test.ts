import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/open.ts';
import { rebuildBuckets } from '../../server/flows/rebuild-buckets.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { makeWatch, NOW } from '../support/make.ts';

const CHILD = join(import.meta.dirname, '../support/ingest-child.ts');

interface Ingesting {
  readonly child: ChildProcess;
  readonly acknowledged: Set<string>;
  readonly first: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

/** A real process that ingests and says which posts it was told are safe. */
function startIngest(...args: readonly string[]): Ingesting {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged = new Set<string>();
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const first = once(lines, 'line');
  lines.on('line', (line) => {
    for (const id of JSON.parse(line) as string[]) acknowledged.add(id);
  });
  return { child, acknowledged, first, ended: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}

/** Every acknowledged post is there once, the file is whole, and the counts are what a recount gives. */
async function expectWhole(db: Db, acknowledged: ReadonlySet<string>): Promise<number> {
  const stored = await db.selectFrom('post').select('external_id').execute();
  const ids = new Set(stored.map((row) => row.external_id));
  expect(ids.size).toBe(stored.length);
  expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
  for (const table of ['mention', 'analysis'] as const) {
    const rows = await db.selectFrom(table).select('post_id').execute();
    expect(rows).toHaveLength(stored.length);
  }
  const found = await sql<{ n: number }>`select count(*) n from post_search`.execute(db);
  expect(found.rows[0]?.n).toBe(stored.length);
  if (engine() === 'sqlite') {
    const check = await sql<Record<string, string>>`pragma integrity_check`.execute(db);
    expect(Object.values(check.rows[0] ?? {})).toEqual(['ok']);
  }
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  return stored.length;
}

describe('a process killed in the middle of ingest', () => {
  test('loses nothing that was acknowledged, and the next one goes on', { timeout: 120_000 }, async () => {
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
    timeout: 120_000,
  }, async () => {
    const place = await makePlace();
    const db = await makeDatabase(place);
    await makeWatch(db);
    const all = [
      startIngest(place, 'a', '20'),
      startIngest(place, 'c', '20', 'same'),
      startIngest(place, 'd', '20', 'same'),
    ];
    await Promise.all(all.map((each) => each.ended));
    expect(all.map((each) => each.child.exitCode)).toEqual([0, 0, 0]);
    const acknowledged = new Set(all.flatMap((each) => [...each.acknowledged]));
    expect(acknowledged.size).toBe(1_000);
    expect(await expectWhole(db, acknowledged)).toBe(1_000);
    const rumour = await db.selectFrom('post').select('copies').where('text', 'like', '网传%').execute();
    expect(
      rumour
        .map((row) => row.copies)
        .sort((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([199, 0]);
    expect(rumour).toHaveLength(200);
  });
});
