import { createThreadBus } from '../../bus/threads.ts';
import { AppError } from '../../core/errors.ts';
import type { Queue } from '../../core/job/job.ts';
import type { Db } from '../../db/database.ts';
import { dropChunks } from '../../db/import/import-chunks.ts';
import { hasAuthors } from '../../db/installation/hash-key.ts';
import { waitingFiles } from '../../db/move/belongings.ts';
import { countDeadJobs, openJobs } from '../../db/move/jobs.ts';
import { getState, setState } from '../../db/move/state.ts';
import { bytesInInbox, openInbox } from '../../inbox.ts';
import { createLog } from '../../log.ts';
import { createBossQueue } from '../../queue/boss.ts';
import { createEmbeddedQueue } from '../../queue/embedded.ts';
import { handOverKey, knownKey } from '../../secret.ts';
import type { MovePlace } from './move-places.ts';

/** Both ends of a move, opened. */
export interface MoveEnds {
  readonly source: MovePlace;
  readonly target: MovePlace;
  readonly from: Db;
  readonly to: Db;
}

/** @throws AppError('bad_config') when the key of the pseudonyms could not come along */
export async function demandKey({ source, from }: MoveEnds): Promise<void> {
  if ((await knownKey(source.config, from)) !== null || !(await hasAuthors(from))) return;
  throw new AppError(
    'bad_config',
    `TINGCHAO_SECRET: the key of the author pseudonyms is not kept with ${source.name}; set it as it was there, or the same person would get another pseudonym`,
  );
}

/**
 * What an installation has besides its tables: the key of pseudonyms, files that wait to be imported, jobs. Can be done
 * again after it was stopped.
 * @returns what to report, in words
 */
export async function moveBelongings(ends: MoveEnds): Promise<readonly string[]> {
  const told = [await moveKey(ends), await moveFiles(ends), await moveJobs(ends)];
  const dead = await countDeadJobs(ends.from);
  if (dead > 0) told.push(`${dead} dead jobs stay behind`);
  return told.filter((words) => words !== null);
}

async function moveKey({ source, target, from, to }: MoveEnds): Promise<string | null> {
  const key = await knownKey(source.config, from);
  if (key === null) return null;
  await handOverKey(key, target.config, to);
  return source.config.secret === null
    ? null
    : 'pseudonyms are made with TINGCHAO_SECRET: set the same for every process of the new installation';
}

async function moveFiles({ source, target, from, to }: MoveEnds): Promise<string | null> {
  const inbox = openInbox(target.config, to);
  let moved = 0;
  for (const id of await waitingFiles(from)) {
    const bytes = bytesInInbox(source.config.dataFolder, from, id);
    if (bytes === null) continue;
    await inbox.remove(id);
    await inbox.put(id, bytes, Number.POSITIVE_INFINITY);
    // On SQLite the pieces lie in the folder, whatever was copied with the tables.
    if (target.engine === 'sqlite') await dropChunks(to, id);
    moved += 1;
  }
  return moved > 0 ? `${moved} files wait to be imported, as before` : null;
}

const JOBS = 'jobs';

async function moveJobs({ target, from, to }: MoveEnds): Promise<string | null> {
  const jobs = await openJobs(from);
  if (jobs.length === 0) return null;
  const { queue, close } = await openQueue(target, to);
  try {
    for (let done = Number((await getState(to, JOBS)) ?? 0); done < jobs.length; done++) {
      const { kind, payload, key, runAt } = jobs[done] as (typeof jobs)[number];
      await queue.add(kind, payload, { runAt, ...(key === null ? {} : { key }) });
      await setState(to, JOBS, String(done + 1));
    }
  } finally {
    await close();
  }
  return `${jobs.length} jobs wait, also those that were running`;
}

async function openQueue(
  { at, engine, config }: MovePlace,
  db: Db,
): Promise<{ queue: Queue; close(): Promise<void> }> {
  const log = createLog(config.logLevel, 'move');
  const deps = { bus: createThreadBus(), now: Date.now, log };
  if (engine === 'sqlite') return { queue: createEmbeddedQueue({ ...deps, db }), close: async () => {} };
  const queue = await createBossQueue({ ...deps, url: at });
  return { queue, close: () => queue.close() };
}
