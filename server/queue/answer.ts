import { AppError } from '../core/errors.ts';
import type { Bus } from '../core/live.ts';
import type { Db } from '../db/database.ts';
import { dropWaitingJob, getJob, type JobRow } from '../db/jobs.ts';
import { readFault } from './fault-note.ts';
import { pause } from './hands.ts';

/**
 * Adds a job and waits for what its handler returned. The bus says at once that it ended; the table
 * is looked at every `pollMs` besides, for where no bus joins the two sides.
 * @throws the handler's AppError; AppError('internal') for any other fault; AppError('busy') when the
 *   time is over, and then the job is taken back unless it has begun.
 */
export async function waitForAnswer(
  deps: { readonly db: Db; readonly bus: Bus; readonly pollMs: number },
  addJob: () => Promise<number>,
  timeoutMs: number,
): Promise<unknown> {
  const until = Date.now() + timeoutMs;
  const ended = new Set<number>();
  // Listens before it adds: the news may come before the id does.
  const stop = deps.bus.subscribe((event) => {
    if (event.kind === 'job') ended.add(event.jobId);
  });
  try {
    const id = await addJob();
    for (;;) {
      const row = await getJob(deps.db, id);
      if (row === null || row.status === 'done' || row.status === 'dead') return readAnswer(row);
      if (Date.now() >= until) break;
      const lookAt = Math.min(Date.now() + deps.pollMs, until);
      while (!ended.delete(id) && Date.now() < lookAt) await pause(10);
    }
    await dropWaitingJob(deps.db, id);
    throw new AppError('busy', `no answer within ${timeoutMs} ms`, { timeoutMs });
  } finally {
    stop();
  }
}

function readAnswer(row: JobRow | null): unknown {
  if (row?.status !== 'done') throw readFault(row?.error ?? null);
  return row.result_json === null ? undefined : JSON.parse(row.result_json);
}
