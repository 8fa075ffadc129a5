import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { sql } from 'kysely';
import { openDatabase } from './open.ts';

/**
 * Entry of the thread that keeps a SQLite file in order beside those who write: moves what they wrote from the log into
 * the file, and merges the segments that their commits add to the full text.
 */
const port = parentPort;
if (port === null)
  throw new Error('checkpoint-thread.ts is started by checkpoints.ts, in a thread of its own');

const EVERY_MS = 500;
/** Pages of 4 KB that are worth a round: a quiet installation is left alone. */
const WORTHWHILE = 1_000;
/** From here on the log is begun again, before a commit finds it too long and does it (open.ts). */
const LONG = 20_000;

/** Pages of the full text merged at once: some milliseconds, in which others wait for the lock. */
const MERGED = 16;
/** Steps in a round, and the pause after each in which others have the lock. */
const STEPS = 20;
const PAUSE_MS = 5;

const { file } = workerData as { readonly file: string };
const db = openDatabase(file);

/** How long the log is, and how much of it the file has by now. Only `noop` does nothing but report. */
async function round(kind: 'noop' | 'passive' | 'restart') {
  const answer = await sql<{ log: number; checkpointed: number }>`
    pragma wal_checkpoint(${sql.raw(kind)})`.execute(db);
  return answer.rows[0] ?? { log: 0, checkpointed: 0 };
}

/**
 * Neither who writes nor who reads waits for a passive round. One that begins the log again keeps writers waiting, who
 * do so without stopping their threads; with a reader in the way it is left for the next time.
 */
async function checkpoint(): Promise<void> {
  const { log, checkpointed } = await round('noop');
  if (log - checkpointed >= WORTHWHILE) await round('passive');
  if (log >= LONG) await round('restart');
}

/** What the file was like when there was nothing left to merge: a quiet installation is left alone. */
let merged: number | null = null;

/** Changes whenever somebody else has written. */
async function version(): Promise<number> {
  const answer = await sql<{ data_version: number }>`pragma data_version`.execute(db);
  return answer.rows[0]?.data_version ?? 0;
}

/** Merges until no four segments are of a size. FTS5 says by the rows it changed whether it found any. */
async function merge(): Promise<void> {
  const now = await version();
  if (now === merged) return;
  for (let step = 0; step < STEPS; step++) {
    const before = await changes();
    await sql`insert into post_search (post_search, rank) values ('merge', ${sql.lit(MERGED)})`.execute(db);
    if ((await changes()) - before < 2) {
      merged = now;
      return;
    }
    await sleep(PAUSE_MS);
  }
}

async function changes(): Promise<number> {
  const answer = await sql<{ total: number }>`select total_changes() as total`.execute(db);
  return answer.rows[0]?.total ?? 0;
}

/** A lock that does not come free, a disk that is full: reported once, and tried again until it goes well. */
async function keepInOrder({ signal }: AbortController): Promise<void> {
  for (let failing = false; !signal.aborted; await sleep(EVERY_MS, undefined, { signal }).catch(() => {})) {
    try {
      await checkpoint();
      await merge();
      failing = false;
    } catch (fault) {
      if (!failing) port?.postMessage({ fault: toPlainFault(fault) });
      failing = true;
    }
  }
}

/** As it can be sent to another thread: of SQLite's own faults the code is lost on the way. */
function toPlainFault(fault: unknown) {
  const { message, code = null } = fault as Error & { readonly code?: string };
  return { message, code };
}

const end = new AbortController();
const kept = keepInOrder(end);
port.on('message', async () => {
  end.abort();
  await kept;
  await db.destroy();
  port.close();
});
