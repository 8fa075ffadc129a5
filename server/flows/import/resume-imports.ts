import type { Queue } from '../../core/job/job.ts';
import { runningFiles } from '../../db/import/import-files.ts';
import { failImport, type ImportFileDeps } from './import-file.ts';

export interface ResumeImportsDeps extends Pick<ImportFileDeps, 'db' | 'inbox' | 'now'> {
  readonly queue: Queue;
}

/** Puts an import on its way; asked for twice, it runs once. */
export async function queueImport(queue: Queue, importId: number): Promise<void> {
  await queue.add('import-file', { importId }, { key: keyOf(importId) });
}

const keyOf = (importId: number) => `import:${importId}`;

const ENDED_TOO_OFTEN = 'the worker ended each time while it was imported';

/**
 * Looks after imports that are under way without a job: a process that ended between the two left them so.
 * They are asked for again; one whose job ended the worker time and again is over.
 */
export async function resumeImports(deps: ResumeImportsDeps): Promise<void> {
  for (const id of await runningFiles(deps.db)) {
    const state = await deps.queue.stateOf('import-file', keyOf(id));
    if (state === 'dead') await failImport(deps, id, new Error(ENDED_TOO_OFTEN));
    else if (state === null) await queueImport(deps.queue, id);
  }
}
