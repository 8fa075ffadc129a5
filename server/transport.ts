import { createThreadBus } from './bus/threads.ts';
import type { Queue } from './core/job/job.ts';
import type { Bus } from './core/job/live.ts';
import type { Instant } from './core/time.ts';
import type { Db } from './db/database.ts';
import { demandStill } from './db/move/belongings.ts';
import type { Home } from './installation.ts';
import type { Log } from './log.ts';
import { createEmbeddedQueue } from './queue/embedded.ts';

/** What joins a role to the others: live events and jobs. */
export interface Transport {
  readonly bus: Bus;
  readonly queue: Queue;
  /** Lets go of the connections it has of its own; the queue is drained before. */
  close(): Promise<void>;
}

/** The way to another thread of the same process. */
type Port = Parameters<typeof createThreadBus>[0];

export interface TransportDeps {
  readonly home: Home;
  readonly db: Db;
  readonly log: Log;
  /** The time that all machines go by. */
  now(): Instant;
  /** To the other role where both are threads of one process and the database carries no news; else null. */
  readonly port: Port;
}

/**
 * On SQLite the roles are threads of one process: events go over their port, jobs through the installation's
 * own table. On PostgreSQL both go through the server, wherever the roles are.
 */
export async function openTransport({ home, db, log, now, port }: TransportDeps): Promise<Transport> {
  const { databaseUrl: url } = home;
  if (url === null) {
    const bus = createThreadBus(port, (fault) => log.error({ err: fault }, 'a listener failed'));
    const queue = createEmbeddedQueue({ db, bus, now, log });
    return { bus, queue, close: async () => {} };
  }
  // Loaded here: on SQLite nobody waits for pg-boss at each start.
  const { createPostgresBus } = await import('./bus/postgres.ts');
  const { createBossQueue } = await import('./queue/boss.ts');
  const bus = await createPostgresBus({ url, log });
  try {
    // Asked again: from here on a move sees us, and before it did not.
    await demandStill(db);
    const queue = await createBossQueue({ url, bus, now, log });
    const close = async () => {
      await queue.close();
      await bus.close();
    };
    return { bus, queue, close };
  } catch (fault) {
    await bus.close();
    throw fault;
  }
}
