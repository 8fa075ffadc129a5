import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { rebuildBuckets } from '../../server/flows/upkeep/rebuild-buckets.ts';
import { NOW } from './make.ts';

/**
 * Every acknowledged post is there once, and with all that belongs to it. Of posts that all are mentioned by one
 * watch. Returns how many there are.
 */
export async function expectOnce(db: Db, acknowledged: ReadonlySet<string>): Promise<number> {
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
  return stored.length;
}

/** Besides, the file is whole, and the counts are what a recount gives. */
export async function expectWhole(db: Db, acknowledged: ReadonlySet<string>): Promise<number> {
  const stored = await expectOnce(db, acknowledged);
  if (engineOf(db) === 'sqlite') {
    const check = await sql<Record<string, string>>`pragma integrity_check`.execute(db);
    expect(Object.values(check.rows[0] ?? {})).toEqual(['ok']);
  }
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  return stored;
}
