import { type Instant, SECOND } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';
import { readServerClock } from './server-clock.ts';

const EVERY_MS = 10 * SECOND;
/** By less, machines differ that keep their time: theirs is as good as the server's. */
const TOLERATED_MS = 2 * SECOND;
/** What was off is right again below this. */
const CALM_MS = SECOND;
/** A clock that went on by more than its machine ran was set, or the machine slept. */
const SET_MS = SECOND;

/** The time that all machines of an installation go by. */
export interface SharedClock {
  now(): Instant;
  stop(): void;
}

export interface SharedClockDeps {
  /** Told whenever this machine's clock turns out to be off by another amount. Milliseconds; 0: no more. */
  onAhead(ms: number): void;
  /** Asked in vain: what was known last goes on. */
  onFault(fault: unknown): void;
  readonly ownClock?: () => Instant;
  /** Milliseconds that passed, whatever the clock on the wall says. */
  readonly elapsed?: () => number;
}

/**
 * One machine whose clock is off must not put off what others have to tell, nor date what they see. On PostgreSQL its
 * server's clock is the one that counts: where ours is off by more than two seconds, as much is taken off. On SQLite
 * there is one machine.
 */
export async function openSharedClock(db: Db, deps: SharedClockDeps): Promise<SharedClock> {
  const { onAhead, onFault, ownClock = Date.now, elapsed = () => performance.now() } = deps;
  if (engineOf(db) === 'sqlite') return { now: ownClock, stop() {} };
  const apart = () => ownClock() - elapsed();
  let [ahead, told, measuredAt, measuring] = [0, 0, apart(), false];
  const measure = async () => {
    if (measuring) return;
    measuring = true;
    try {
      const before = apart();
      const offset = (await readServerClock(db, ownClock)) ?? 0;
      // Set while it was being measured: it is measured again.
      if (Math.abs(apart() - before) > SET_MS) return;
      measuredAt = before;
      ahead = Math.abs(offset) > (ahead === 0 ? TOLERATED_MS : CALM_MS) ? Math.round(offset) : 0;
      if (ahead !== 0 && Math.abs(ahead - told) <= TOLERATED_MS) return;
      if (ahead === told) return;
      told = ahead;
      onAhead(told);
    } catch (fault) {
      onFault(fault);
    } finally {
      measuring = false;
    }
  };
  await measure();
  const timer = setInterval(() => void measure(), EVERY_MS);
  timer.unref();
  return {
    now() {
      if (ahead !== 0 && Math.abs(apart() - measuredAt) > SET_MS) {
        ahead = 0;
        void measure();
      }
      return ownClock() - ahead;
    },
    stop: () => clearInterval(timer),
  };
}
