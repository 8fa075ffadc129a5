import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { openDatabase } from '../../server/db/open.ts';

/** A folder of the test's own, gone when the test is. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tingchao-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real SQLite file with the newest shape, closed and removed when the test ends. */
export async function makeDatabase(file = join(tempFolder(), 'tingchao.db')): Promise<Db> {
  const db = openDatabase(file);
  onTestFinished(() => db.destroy());
  await migrateToLatest(db);
  return db;
}
