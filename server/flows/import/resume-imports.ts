import type { Queue } from '../../core/job/job.ts';
import type { Db } from '../../db/database.ts';
import { getImportFile, runningFiles } from '../../db/import/import-files.ts';
import { getSetting, setSetting } from '../../db/installation/settings.ts';
import { failImport, type ImportFileDeps } from './import-file.ts';

export interface ResumeImportsDeps extends Pick<ImportFileDeps, 'db' | 'inbox' | 'now'> {
  readonly queue: Queue;
}

/** Puts an import on its way; asked for twice, it runs once. */
export async function queueImport(queue: Queue, importId: number): Promise<void> {
  await queue.add('import-file', { importId }, { key: keyOf(importId) });
}

const keyOf = (importId: number) => `import:${importId}`;

/** Rows that were stored of imports when they were last begun anew after their job had died. */
const BEGUN_ANEW = 'imports.begun-anew';
const ENDED_TOO_OFTEN = 'the worker ended each time while it was imported';

/**
 * Looks after imports that are under way without a job: a process that ended between the two left them so.
 * They are asked for again. One whose job ended the worker time and again is over, unless rows were stored since it
 * was last begun anew: then workers were stopped or lost, which is not the file's fault, and one of them may still go on.
 */
export async function resumeImports(deps: ResumeImportsDeps): Promise<void> {
  const running = await runningFiles(deps.db);
  for (const id of running) {
    const state = await deps.queue.stateOf('import-file', keyOf(id));
    if (state === null || (state === 'dead' && (await wentOn(deps.db, id, running))))
      await queueImport(deps.queue, id);
    else if (state === 'dead') await failImport(deps, id, new Error(ENDED_TOO_OFTEN));
  }
}

/** Whether rows were stored since the last time that this was so. Of files that are over nothing is kept. */
async function wentOn(db: Db, id: number, running: readonly number[]): Promise<boolean> {
  const kept = Object.entries(
    JSON.parse((await getSetting(db, BEGUN_ANEW)) ?? '{}') as Record<string, number>,
  );
  const begun = new Map(kept.filter(([key]) => running.includes(Number(key))));
  const rows = (await getImportFile(db, id))?.progress?.rows ?? 0;
  if (rows <= (begun.get(String(id)) ?? 0)) return false;
  begun.set(String(id), rows);
  await setSetting(db, BEGUN_ANEW, JSON.stringify(Object.fromEntries(begun)));
  return true;
}
