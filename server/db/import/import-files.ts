import { type Selectable, sql, type Updateable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import type { ImportMapping } from '../../core/import/import-mapping.ts';
import type {
  ImportFileRow,
  ImportInspection,
  ImportProgress,
  ImportState,
} from '../../core/screens/import.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { ImportFileTable } from '../schema/schema.ts';

type ShownRow = Omit<Selectable<ImportFileTable>, 'preview_json'> & { readonly has_posts: number | null };

function toFile(row: ShownRow): ImportFileRow {
  return {
    id: row.id,
    name: row.name,
    bytes: row.bytes,
    via: row.via as ImportFileRow['via'],
    state: row.state as ImportState,
    withdrawable: row.has_posts !== null,
    mapping: row.mapping_json === null ? null : parseJson<ImportMapping>(row.mapping_json),
    progress: row.progress_json === null ? null : parseJson<ImportProgress>(row.progress_json),
    error: row.error,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

const SHOWN = [
  'id',
  'name',
  'bytes',
  'via',
  'state',
  'mapping_json',
  'progress_json',
  'error',
  'created_at',
  'started_at',
  'ended_at',
] as const;

/** Files with whether posts are known that they alone brought. */
const shownFiles = (db: Db) =>
  db
    .selectFrom('import_file')
    .select(SHOWN)
    .select((each) =>
      each
        .selectFrom('import_post')
        .select('import_id')
        .whereRef('import_post.import_id', '=', 'import_file.id')
        .limit(1)
        .as('has_posts'),
    );

/** Gives a file that is about to arrive its id. */
export async function addImportFile(
  db: Db,
  file: { readonly name: string; readonly via: ImportFileRow['via'] },
  now: Instant,
): Promise<number> {
  const { id } = await db
    .insertInto('import_file')
    .values({ ...file, bytes: 0, state: 'ready', created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function getImportFile(db: Db, id: number): Promise<ImportFileRow | null> {
  const row = await shownFiles(db).where('id', '=', id).executeTakeFirst();
  return row ? toFile(row) : null;
}

/** @throws AppError('not_found') */
export async function requireImportFile(db: Db, id: number): Promise<ImportFileRow> {
  const found = await getImportFile(db, id);
  if (found === null) throw notFound('import', id);
  return found;
}

/** Newest first; what surveys come in is looked through elsewhere. */
export async function listImportFiles(db: Db, limit: number): Promise<readonly ImportFileRow[]> {
  const files = shownFiles(db).where('via', '!=', 'survey');
  const rows = await files.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toFile);
}

export interface ImportFileChange {
  readonly bytes?: number;
  readonly state?: ImportState;
  readonly mapping?: ImportMapping;
  readonly preview?: ImportInspection | null;
  readonly progress?: ImportProgress;
  readonly error?: string | null;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
}

export async function changeImportFile(db: Db, id: number, change: ImportFileChange): Promise<void> {
  const { mapping, preview, progress, startedAt, endedAt, ...same } = change;
  const set: Updateable<ImportFileTable> = { ...same };
  if (mapping !== undefined) set.mapping_json = JSON.stringify(mapping);
  if (preview !== undefined) set.preview_json = preview === null ? null : JSON.stringify(preview);
  if (progress !== undefined) set.progress_json = JSON.stringify(progress);
  if (startedAt !== undefined) set.started_at = startedAt;
  if (endedAt !== undefined) set.ended_at = endedAt;
  await db.updateTable('import_file').set(set).where('id', '=', id).execute();
}

/**
 * Writes how far an import is. False when it is over, or somebody else is further: of two that import one file
 * (the first was thought dead) the slower one stops.
 */
export async function noteProgress(tx: Db, id: number, progress: ImportProgress): Promise<boolean> {
  const noted = await tx
    .updateTable('import_file')
    .set({ progress_json: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where(sql<boolean>`coalesce(cast(progress_json ->> 'rows' as integer), 0) <= ${progress.rows}`)
    .executeTakeFirst();
  return noted.numUpdatedRows === 1n;
}

/** How its first rows were last looked at. */
export async function getInspection(db: Db, id: number): Promise<ImportInspection | null> {
  const row = await db
    .selectFrom('import_file')
    .select('preview_json')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.preview_json ? parseJson<ImportInspection>(row.preview_json) : null;
}

/** Begins an import under a mapping. False when somebody else has begun it, or it is gone. */
export async function beginImport(db: Db, id: number, mapping: ImportMapping): Promise<boolean> {
  const begun = await db
    .updateTable('import_file')
    .set({ state: 'running', mapping_json: JSON.stringify(mapping), preview_json: null })
    .where('id', '=', id)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return begun.numUpdatedRows === 1n;
}

/** Begins to take an import back that is over. False when it is not, or somebody else has begun. */
export async function beginWithdrawal(db: Db, id: number): Promise<boolean> {
  const begun = await db
    .updateTable('import_file')
    .set({ state: 'withdrawing' })
    .where('id', '=', id)
    .where('state', 'in', ['done', 'failed'])
    .executeTakeFirst();
  return begun.numUpdatedRows === 1n;
}

/** Imports under way, oldest first. */
export const runningFiles = (db: Db) => filesIn(db, 'running');

/** Imports that are being taken back, oldest first. */
export const withdrawingFiles = (db: Db) => filesIn(db, 'withdrawing');

async function filesIn(db: Db, state: ImportState): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('import_file')
    .select('id')
    .where('state', '=', state)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** The record alone: what it brought stays, and goes with no other import that brought it as well. */
export async function deleteImportFile(db: Db, id: number): Promise<void> {
  const brought = db.selectFrom('import_post').select('post_id').where('import_id', '=', id);
  await db.deleteFrom('import_post').where('post_id', 'in', brought).execute();
  await db.deleteFrom('import_file').where('id', '=', id).execute();
}

/** Files that nobody has imported since `before`. */
export async function forgottenFiles(db: Db, before: Instant): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('import_file')
    .select('id')
    .where('state', '=', 'ready')
    .where('created_at', '<', before)
    .limit(100)
    .execute();
  return rows.map((row) => row.id);
}
