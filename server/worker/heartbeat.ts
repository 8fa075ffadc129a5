import { withoutAddress } from '../core/feed/hidden-address.ts';
import { type Lack, lackOf } from '../core/operation/heartbeat.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { getBeat, noteBeat } from '../db/installation/health-look.ts';
import { readPulse } from '../db/installation/pulse.ts';
import type { Log } from '../log.ts';
import type { Ping } from '../net/notifier-io.ts';

export interface HeartbeatDeps {
  readonly db: Db;
  /** Null: nobody is to miss us. */
  readonly url: string | null;
  readonly ping: Ping;
  now(): Instant;
  readonly log: Pick<Log, 'warn' | 'info'>;
}

export interface Heartbeat {
  /** Never rejects. */
  beat(): Promise<void>;
  /** Gives up a ping under way. */
  stop(): void;
}

/** Milliseconds within which the database must answer. */
const PATIENCE = 10_000;
/** Milliseconds until the first pass should have come to its end. */
const FIRST_PASS = 2 * MINUTE;

/**
 * The dead man's switch: each beat asks the far side's address while the pipeline is alive, and does nothing when it
 * is not, which is what the far side notices. Never throws: what comes of it is kept for the page and logged.
 */
export function createHeartbeat({ db, url, ping, now, log }: HeartbeatDeps): Heartbeat {
  const stopper = new AbortController();
  const began = now();
  const note = async (fault: string | null) => {
    const at = now();
    const before = await getBeat(db);
    await noteBeat(db, { at, fault, takenAt: fault === null ? at : (before?.takenAt ?? null) });
    // A worker that has just begun has not had its first pass yet.
    const early = fault === 'no-detection' && Math.abs(at - began) < FIRST_PASS;
    // Told when it changes, not every minute of an outage.
    if (fault !== (before?.fault ?? null) && !early) {
      if (fault === null) log.info({}, 'the heartbeat goes again');
      else log.warn({ fault }, 'the heartbeat does not go');
    }
  };
  const beat = async () => {
    if (url === null) {
      if ((await getBeat(db)) !== null) await noteBeat(db, null);
      return;
    }
    const lack = await inTime(readPulse(db, now()).then((pulse) => lackOf(pulse, now())));
    // Where the database is away nothing can be kept either.
    if (lack === 'no-database') log.warn({}, 'the heartbeat does not go: the database does not answer');
    else await note(lack ?? (await ask(ping, url, stopper.signal)));
  };
  return {
    beat: () => beat().catch((err: unknown) => log.warn({ err }, 'the heartbeat does not go')),
    stop: () => stopper.abort(),
  };
}

/** @returns what the far side had against it; null: it took the ping */
async function ask(ping: Ping, url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const status = await ping(url, signal);
    return status < 400 ? null : `status ${status}`;
  } catch (fault) {
    return withoutAddress(fault instanceof Error ? fault.message : String(fault), url);
  }
}

/** A database that hangs is as good as none. */
function inTime(answer: Promise<Lack | null>): Promise<Lack | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Lack>((resolve) => {
    timer = setTimeout(() => resolve('no-database'), PATIENCE);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
