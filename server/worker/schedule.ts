import cron, { type ScheduledTask } from 'node-cron';
import { AppError } from '../core/errors.ts';
import { createFaultThrottle, type FaultThrottle } from '../core/fault-throttle.ts';
import { AHEAD_MS, createDrift } from './wall-clock.ts';

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

/** How often the clock on the wall is looked at, though no ring is near. */
const LOOK_EVERY_MS = 2_000;
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

interface Entry {
  readonly task: ScheduledTask;
  readonly ring: () => void;
  due: number;
}

/** The first time after now that a pattern names. */
const nextOf = (task: ScheduledTask): number => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;

/**
 * The clock of the worker, and the only place that knows node-cron. It keeps no memory: what must
 * survive a restart (when a feed is due, when a day's work was done) is in the database, and a ring only asks what is
 * due, so missed rings are caught up once. A ring whose predecessor still runs is dropped in silence.
 *
 * node-cron says when a pattern is due; its own timers are not started: after a sleep of the machine they would walk
 * through every ring that was missed, which takes minutes.
 */
export function createSchedule(deps: { readonly log: ScheduleLog; readonly claim: RingClaim }): Schedule {
  const { log, claim } = deps;
  const entries: Entry[] = [];
  const running = new Map<string, Promise<void>>();
  const drift = createDrift();
  let timer: NodeJS.Timeout | undefined;

  const ring = (name: string, seconds: number, run: () => Promise<unknown>, faults: FaultThrottle) => {
    if (running.has(name)) return;
    const work = claim(name, seconds)
      .then((ours) => (ours ? run() : null))
      .then(faults.succeeded)
      .catch(faults.failed)
      .finally(() => running.delete(name));
    running.set(name, work);
  };

  const arm = () => {
    clearTimeout(timer);
    const first = Math.min(...entries.map(({ due }) => due));
    if (entries.length > 0)
      timer = setTimeout(look, Math.min(LOOK_EVERY_MS, Math.max(1, first - Date.now())));
  };

  const look = () => {
    const moved = drift();
    if (moved > AHEAD_MS) log.warn({ ms: Math.round(moved) }, 'the clock of this machine went ahead');
    if (moved < -SET_BACK_MS) {
      log.warn({ ms: Math.round(moved) }, 'the clock of this machine was set back');
      // An hour set back would be an hour without any ring.
      for (const entry of entries) entry.due = nextOf(entry.task);
    }
    for (const entry of entries) {
      if (Date.now() < entry.due) continue;
      entry.due = nextOf(entry.task);
      entry.ring();
    }
    arm();
  };

  return {
    every(seconds, name, run) {
      const faults = createFaultThrottle((fault) => log.error({ ...fault, name }, 'a scheduled task failed'));
      const own = () => ring(name, seconds, run, faults);
      const task = cron.createTask(patternOf(seconds), own, { timezone: 'Asia/Shanghai', name });
      entries.push({ task, ring: own, due: nextOf(task) });
      arm();
    },
    async stop() {
      clearTimeout(timer);
      for (const { task } of entries.splice(0)) await task.destroy();
      await Promise.all(running.values());
    },
  };
}
