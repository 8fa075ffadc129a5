import { AppError, notFound } from '../../core/errors.ts';
import { fingerprintOf, type ImportMapping } from '../../core/import/import-mapping.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import type { Queue } from '../../core/job/job.ts';
import type { ImportFileRow } from '../../core/screens/import.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { inPassing } from '../../db/engine/signature.ts';
import {
  addImportFile,
  beginImport,
  changeImportFile,
  deleteImportFile,
  forgottenFiles,
  getImportFile,
  getInspection,
} from '../../db/import/import-files.ts';
import { saveMapping } from '../../db/import/import-mappings.ts';
import { queueImport } from './resume-imports.ts';

const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** A survey is looked through whole. */
const MAX_SURVEY_BYTES = 32 * 1024 * 1024;
/** A file that nobody went on with is not kept for longer: it holds names. */
const KEPT_DAYS = 7;

export interface ReceiveDeps {
  readonly db: Db;
  readonly inbox: Inbox;
  readonly queue: Queue;
  now(): Instant;
}

/**
 * Takes a file into the inbox and gives it its id; ones forgotten there are swept out first.
 * @throws AppError('too_large'), AppError('bad_file') of an empty one, and then nothing is left of it
 */
export async function receiveFile(
  deps: ReceiveDeps,
  input: {
    readonly name: string;
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly via?: 'page' | 'survey';
  },
): Promise<number> {
  await inPassing(() => sweepInbox(deps));
  const { name, via = 'page' } = input;
  const id = await addImportFile(deps.db, { name, via }, deps.now());
  try {
    const bytes = await deps.inbox.put(id, input.bytes, via === 'survey' ? MAX_SURVEY_BYTES : MAX_FILE_BYTES);
    if (bytes === 0) throw new AppError('bad_file', `${name} is empty`);
    await changeImportFile(deps.db, id, { bytes });
  } catch (fault) {
    await dropFile(deps, id);
    throw fault;
  }
  return id;
}

/** Drops the files that nobody went on with. */
export async function sweepInbox(deps: Pick<ReceiveDeps, 'db' | 'inbox' | 'now'>): Promise<void> {
  for (const id of await forgottenFiles(deps.db, deps.now() - KEPT_DAYS * DAY)) await dropFile(deps, id);
}

export async function dropFile({ db, inbox }: Pick<ReceiveDeps, 'db' | 'inbox'>, id: number): Promise<void> {
  await inbox.remove(id);
  await deleteImportFile(db, id);
}

/** Throws AppError('not_found') where there is none. What a survey came in is none of those that become posts. */
export async function demandFile(
  db: Db,
  id: number,
  kind: 'posts' | 'survey' = 'posts',
): Promise<ImportFileRow> {
  const file = await getImportFile(db, id);
  if (file === null || (file.via === 'survey') !== (kind === 'survey')) throw notFound('import', id);
  return file;
}

interface Chosen {
  readonly id: number;
  readonly mapping: ImportMapping;
  /** Under which name the mapping is remembered; null: it is not. */
  readonly remember: string | null;
}

/**
 * Begins an import under the mapping that somebody chose, and remembers it if they like.
 * @throws AppError('conflict') when it has begun already, AppError('bad_params') without any text
 */
export async function startImport(deps: ReceiveDeps, chosen: Chosen): Promise<void> {
  const { id, mapping } = chosen;
  await deps.db.transaction().execute(async (tx) => {
    await rememberMapping({ db: tx, now: deps.now }, chosen);
    if (!(await beginImport(tx, id, mapping))) throw new AppError('conflict', 'the import has begun');
  });
  await queueImport(deps.queue, id);
}

/** Keeps a mapping for files of the same columns, and imports nothing. Throws as `startImport`. */
export async function rememberMapping({ db, now }: Pick<ReceiveDeps, 'db' | 'now'>, chosen: Chosen) {
  const { id, mapping, remember } = chosen;
  const file = await demandFile(db, id);
  if (file.state !== 'ready') throw new AppError('conflict', `the import of ${file.name} has begun`);
  if (!mapping.fields.text && !mapping.fields.title) {
    throw new AppError('bad_params', 'say which column is the text, or at least the title');
  }
  if (remember === null) return;
  const seen = await getInspection(db, id);
  if (seen === null) throw new AppError('conflict', 'its columns were not looked at yet');
  const fingerprint = fingerprintOf(seen.columns.map((each) => each.name));
  await saveMapping(db, { name: remember, fingerprint, mapping }, now());
}
