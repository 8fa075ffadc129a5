import type { Db } from './db/database.ts';
import { openSharedClock, type SharedClock } from './db/engine/shared-clock.ts';
import type { Log } from './log.ts';

/** The time that all machines of an installation go by, with a line in the log where this one's is off. */
export function openClock(db: Db, log: Log): Promise<SharedClock> {
  return openSharedClock(db, {
    onAhead(ms) {
      if (ms === 0) log.info({}, 'the clock of this machine is right again');
      else log.warn({ ms }, "the clock of this machine is wrong: the database server's is gone by");
    },
    onFault: (err) => log.warn({ err }, 'the time of the database server could not be read'),
  });
}
