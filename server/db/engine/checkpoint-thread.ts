import { parentPort, workerData } from 'node:worker_threads';
import { sql } from 'kysely';
import { openDatabase } from './open.ts';

/** Entry of the thread that moves what was written from the log of a SQLite file into the file. */
const port = parentPort;
if (port === null)
  throw new Error('checkpoint-thread.ts is started by checkpoints.ts, in a thread of its own');

const EVERY_MS = 500;
/** Pages of 4 KB that are worth a round: a quiet installation is left alone. */
const WORTHWHILE = 1_000;
/** From here on the log is begun anew, before a commit finds it too long and does it (open.ts). */
const LONG = 20_000;

const { file } = workerData as { readonly file: string };
const db = openDatabase(file);

/** How long the log is, and how much of it the file has by now. Only `noop` does nothing but tell. */
async function round(kind: 'noop' | 'passive' | 'restart') {
  const answer = await sql<{ log: number; checkpointed: number }>`
    pragma wal_checkpoint(${sql.raw(kind)})`.execute(db);
  return answer.rows[0] ?? { log: 0, checkpointed: 0 };
}

/**
 * Neither who writes nor who reads waits for a passive round. One that begins the log anew keeps writers waiting, who
 * do so without stopping their threads; with a reader in the way it is left for the next time.
 */
async function checkpoint(): Promise<void> {
  const { log, checkpointed } = await round('noop');
  if (log - checkpointed >= WORTHWHILE) await round('passive');
  if (log >= LONG) await round('restart');
}

let turn = Promise.resolve();
const timer = setInterval(() => {
  turn = turn.then(checkpoint);
}, EVERY_MS);
port.on('message', async () => {
  clearInterval(timer);
  await turn;
  await db.destroy();
  port.close();
});
