import type { Db } from '../database.ts';

/** Keeps one piece of a file that waits to be imported; pieces count from 0. */
export async function addChunk(db: Db, importId: number, part: number, bytes: Uint8Array): Promise<void> {
  await db
    .insertInto('import_chunk')
    .values({ import_id: importId, part, bytes: Buffer.from(bytes) })
    .execute();
}

/** A piece of a file; null after the last one. */
export async function readChunk(db: Db, importId: number, part: number): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('import_chunk')
    .select('bytes')
    .where('import_id', '=', importId)
    .where('part', '=', part)
    .executeTakeFirst();
  return row?.bytes ?? null;
}

export async function dropChunks(db: Db, importId: number): Promise<void> {
  await db.deleteFrom('import_chunk').where('import_id', '=', importId).execute();
}
