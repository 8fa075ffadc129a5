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

/** Rows that were stored of imports when they were last begun again after their job had died. */
const BEGUN_ANEW = 'imports.begun-anew';
const ENDED_TOO_OFTEN = 'the worker ended each time while it was imported';

/**
 * Looks after imports that are under way without a job: a process that ended between the two left them so. They are
 * asked for again. One whose job ended the worker time and again is over, unless rows were stored since it was last
 * begun again: then workers were stopped or lost, which is not the file's fault, and one of them may still go on.
 */
export async function resumeImports(deps: ResumeImportsDeps): Promise<void> {
  const running = await runningFiles(deps.db);
  for (const id of running) {
    const state = await deps.queue.stateOf('import-file', keyOf(id));
    if (state === 'open') continue;
    const goesOn = state === null || (await wentOn(deps.db, id));
    if (state === 'dead' && goesOn) await noteBegunAnew(deps.db, id, running);
    if (goesOn) await queueImport(deps.queue, id);
    else await failImport(deps, id, new Error(ENDED_TOO_OFTEN));
  }
}

/** Whether rows of an import were stored since it was last begun again after its job had died. */
export async function wentOn(db: Db, id: number): Promise<boolean> {
  const begun = await rowsWhenBegunAnew(db);
  return (await rowsStored(db, id)) > (begun[id] ?? 0);
}

/** Of files that are over nothing is kept. */
async function noteBegunAnew(db: Db, id: number, running: readonly number[]): Promise<void> {
  const kept = Object.entries(await rowsWhenBegunAnew(db)).filter(([key]) => running.includes(Number(key)));
  const begun = { ...Object.fromEntries(kept), [id]: await rowsStored(db, id) };
  await setSetting(db, BEGUN_ANEW, JSON.stringify(begun));
}

async function rowsWhenBegunAnew(db: Db): Promise<Readonly<Record<string, number>>> {
  return JSON.parse((await getSetting(db, BEGUN_ANEW)) ?? '{}');
}

async function rowsStored(db: Db, id: number): Promise<number> {
  return (await getImportFile(db, id))?.progress?.rows ?? 0;
}
