import { AppError } from '../../core/errors.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import type { ImportFileRow, ImportProgress } from '../../core/screens/import.ts';
import type { Tx } from '../../db/database.ts';
import { addRefusals } from '../../db/feed/refusals.ts';
import { changeImportFile, getImportFile, noteProgress } from '../../db/import/import-files.ts';
import type { IngestReport } from '../ingest/ingest.ts';
import { type ImportDeps, importRows } from './import.ts';

export interface ImportFileDeps extends ImportDeps {
  readonly inbox: Inbox;
}

/** Under which refusals of an import are kept: files may share a name. */
export function originOf({ id, name }: Pick<ImportFileRow, 'id' | 'name'>): string {
  return `${name} #${id}`;
}

/** Why a row that is known already is in the report: its id is, with other words. The stored ones stay. */
const CHANGED = 'known-with-other-content';
const FUTURE = 'dated-in-the-future';

/**
 * Imports a file from the inbox. How far it is, is written in the transaction of every batch: broken off, it goes on
 * after the last row stored. At the end its bytes are gone.
 * @param onBatch called with every batch that is stored
 * @returns null when there is nothing to do any more
 * @throws AppError('bad_file'), which also ends the import; AppError('busy') when it was broken off, or somebody else
 *   imports it (`isElsewhere`). Whatever else is thrown is no fault of the file's: asked again, it goes on.
 */
export async function importFile(
  deps: ImportFileDeps,
  input: {
    readonly importId: number;
    readonly signal: AbortSignal;
    onBatch(batch: IngestReport): void;
  },
): Promise<ImportProgress | null> {
  const file = await getImportFile(deps.db, input.importId);
  if (file?.state !== 'running' || file.mapping === null) {
    // Ended before its bytes were gone, they are now.
    if (file?.state === 'done' || file?.state === 'failed') await deps.inbox.remove(file.id);
    return null;
  }
  const { id } = file;
  if (file.startedAt === null) await changeImportFile(deps.db, id, { startedAt: deps.now() });
  const reading = deps.inbox.read(id, file.name);
  let made: IngestReport | null = null;
  const keep = async (tx: Tx, batch: IngestReport, counts: Omit<ImportProgress, 'bytesRead'>) => {
    const progress = { ...counts, bytesRead: Math.min(reading.bytesRead(), file.bytes) };
    if (!(await noteProgress(tx, id, progress)))
      throw new AppError('busy', 'somebody else imports this file', { elsewhere: true });
    await noteRows(tx, file, batch, deps.now());
    made = batch;
  };
  try {
    const report = await importRows(deps, {
      rows: untilStopped(reading.rows, input.signal),
      origin: originOf(file),
      importId: id,
      ...file.mapping,
      ...(file.progress ? { done: file.progress } : {}),
      after: keep,
      onProgress() {
        if (made !== null) input.onBatch(made);
      },
    });
    const { refused: _, changed: __, futureRows: ___, ...counts } = report;
    const progress = { ...counts, bytesRead: file.bytes };
    await changeImportFile(deps.db, id, { state: 'done', progress, endedAt: deps.now(), error: null });
    await deps.inbox.remove(id);
    return progress;
  } catch (fault) {
    if (isFileFault(fault)) await failImport(deps, id, fault);
    throw fault;
  }
}

/**
 * Whether an import cannot go on for what is wrong with its file. A mapping that does not fit refuses rows and throws
 * nothing; readers that were lost over other texts, a hung transaction, a full disk say nothing about the file.
 */
export function isFileFault(fault: unknown): fault is AppError {
  return fault instanceof AppError && fault.code === 'bad_file';
}

/** Whether an import was given up because another worker is further with the same file. */
export function isElsewhere(fault: unknown): boolean {
  return fault instanceof AppError && fault.details.elsewhere === true;
}

/** Ends an import that cannot go on; what is stored stays. */
export async function failImport(
  { db, inbox, now }: Pick<ImportFileDeps, 'db' | 'inbox' | 'now'>,
  id: number,
  fault: unknown,
): Promise<void> {
  const error = fault instanceof Error ? fault.message : String(fault);
  await changeImportFile(db, id, { state: 'failed', error, endedAt: now() });
  await inbox.remove(id);
}

async function noteRows(tx: Tx, file: ImportFileRow, batch: IngestReport, at: number): Promise<void> {
  const note = (reason: string) => (position: number) => ({
    at,
    origin: originOf(file),
    position,
    reason,
    excerpt: '',
  });
  await addRefusals(tx, [...batch.changed.map(note(CHANGED)), ...batch.future.map(note(FUTURE))]);
}

async function* untilStopped(rows: AsyncIterable<ImportRow>, signal: AbortSignal): AsyncGenerator<ImportRow> {
  for await (const row of rows) {
    if (signal.aborted) throw new AppError('busy', 'the import was broken off; it goes on later');
    yield row;
  }
}
