import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { tempFolder } from './database.ts';

/** A data folder with a database in it and the key of its pseudonyms. */
export async function makeFolder(fill: (db: Db) => Promise<unknown>): Promise<string> {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'author-key'), 'ab'.repeat(32));
  const db = openDatabase(path.join(folder, 'tingchao.db'));
  await migrateToLatest(db);
  await fill(db);
  await db.destroy();
  return folder;
}
