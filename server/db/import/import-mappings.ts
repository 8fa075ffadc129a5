import type { Selectable } from 'kysely';
import type { ImportMapping, SavedMapping } from '../../core/import/import-mapping.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { ImportMappingTable } from '../schema/schema.ts';

function toMapping(row: Selectable<ImportMappingTable>): SavedMapping {
  const mapping = parseJson<ImportMapping>(row.mapping_json);
  return { id: row.id, name: row.name, mapping, createdAt: row.created_at, usedAt: row.used_at };
}

/** Remembers a mapping under its name and the shape it fits; the same name again replaces it. */
export async function saveMapping(
  db: Db,
  saved: { readonly name: string; readonly fingerprint: string; readonly mapping: ImportMapping },
  now: Instant,
): Promise<void> {
  const row = { fingerprint: saved.fingerprint, mapping_json: JSON.stringify(saved.mapping), used_at: now };
  await db
    .insertInto('import_mapping')
    .values({ name: saved.name, created_at: now, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

export async function findMapping(db: Db, name: string): Promise<SavedMapping | null> {
  const row = await db.selectFrom('import_mapping').selectAll().where('name', '=', name).executeTakeFirst();
  return row ? toMapping(row) : null;
}

/** The one last used on files of this shape. */
export async function mappingOfShape(db: Db, fingerprint: string): Promise<SavedMapping | null> {
  const row = await db
    .selectFrom('import_mapping')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .orderBy('used_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toMapping(row) : null;
}

/** The ones used last, first. */
export async function listMappings(db: Db): Promise<readonly SavedMapping[]> {
  const rows = await db
    .selectFrom('import_mapping')
    .selectAll()
    .orderBy('used_at', 'desc')
    .limit(200)
    .execute();
  return rows.map(toMapping);
}

/** False when there was none. */
export async function deleteMapping(db: Db, id: number): Promise<boolean> {
  const gone = await db.deleteFrom('import_mapping').where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
