import cron, { type ScheduledTask } from 'node-cron';
import { AppError } from './core/errors.ts';

export interface ScheduleLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Schedule {
  /** Rings every `seconds`: a divisor of 60, from 1 to 60, or whole minutes up to an hour. */
  every(seconds: number, name: string, run: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** Says whether a ring is this process's to run: of all whose clock `name` rings every so many seconds, one's. */
export type RingClaim = (name: string, seconds: number) => Promise<boolean>;

/** A ring that comes up to a minute late is still run: a busy thread must not lose its clock. */
const TOLERANCE_MS = 60_000;
/** How often the clock on the wall is held against one that only runs forward. */
const CHECK_EVERY_MS = 2_000;
/** Set back by less than this, no ring comes noticeably late. */
const SET_BACK_MS = 1_000;

function patternOf(seconds: number): string {
  if (Number.isInteger(seconds) && seconds < 60 && 60 % seconds === 0) return `*/${seconds} * * * * *`;
  const minutes = seconds / 60;
  if (Number.isInteger(minutes) && minutes >= 1 && 60 % minutes === 0) {
    return minutes === 60 ? '0 0 * * * *' : `0 */${minutes} * * * *`;
  }
  throw new AppError('bad_config', `a schedule cannot ring every ${seconds} seconds`);
}

/** Calls when the clock on the wall was set back since the last look. Returns how to stop looking. */
function onSetBack(tell: () => void): () => void {
  const drift = () => Date.now() - performance.now();
  let before = drift();
  const timer = setInterval(() => {
    const now = drift();
    if (now < before - SET_BACK_MS) tell();
    before = now;
  }, CHECK_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * The clock of the worker, and the only place that knows node-cron. It keeps no memory: what must
 * survive a restart (when a feed is due, when a day's work was done) is in the database, and a ring only asks what is
 * due, so missed rings are caught up once. A ring whose predecessor still runs is dropped in silence.
 */
export function createSchedule(deps: { readonly log: ScheduleLog; readonly claim: RingClaim }): Schedule {
  const { log, claim } = deps;
  const tasks: ScheduledTask[] = [];
  const running = new Map<string, Promise<void>>();
  const quiet = {
    info: () => {},
    debug: () => {},
    warn: (message: string) => log.warn({ from: 'node-cron' }, message),
    error: (message: string | Error) => log.error({ from: 'node-cron' }, String(message)),
  };

  const ring = (name: string, seconds: number, run: () => Promise<unknown>) => {
    if (running.has(name)) return;
    const work = claim(name, seconds)
      .then((ours) => (ours ? run() : null))
      .then(() => {})
      .catch((fault: unknown) => log.error({ err: fault, name }, 'a scheduled task failed'))
      .finally(() => running.delete(name));
    running.set(name, work);
  };

  const add = (pattern: string, name: string, seconds: number, run: () => Promise<unknown>) => {
    const options = {
      timezone: 'Asia/Shanghai',
      name,
      logger: quiet,
      missedExecutionTolerance: TOLERANCE_MS,
      suppressMissedWarning: true,
    };
    tasks.push(cron.schedule(pattern, () => ring(name, seconds, run), options));
  };

  // node-cron waits for the next ring it has reckoned: an hour set back would be an hour without any.
  const forget = onSetBack(() => {
    log.warn({}, 'the clock of this machine was set back');
    for (const task of tasks) {
      void task.stop();
      void task.start();
    }
  });

  return {
    every: (seconds, name, run) => add(patternOf(seconds), name, seconds, run),
    async stop() {
      forget();
      for (const task of tasks.splice(0)) await task.destroy();
      await Promise.all(running.values());
    },
  };
}
