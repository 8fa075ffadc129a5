import { AppError } from '../core/errors.ts';
import { type Daily, stateOfDaily } from '../core/time/daily.ts';
import { isZone } from '../core/time/zone.ts';
import type { Instant } from '../core/time.ts';
import type { RingMemory } from '../db/channel/rings.ts';

export interface DailyScheduleDeps {
  readonly memory: RingMemory;
  now(): Instant | Promise<Instant>;
  run(): Promise<unknown>;
  /** Whether it is too early to ring, or to begin, although it is time; asked again at the next look. Absent: never. */
  waits?(since: Instant | null, at: Instant): Promise<boolean>;
}

/**
 * A ring that no stop and no jump of the clock may swallow: returned is the look at whether it is due, to be called
 * now and then by one process. However many days went by, it rings once. What it does fails: it rings again at the
 * next look; a process that ends right after it rings again too, as any job may come twice.
 * @throws AppError('bad_config') for a time zone that is none
 */
export function createDailySchedule(
  name: string,
  daily: Daily,
  deps: DailyScheduleDeps,
): () => Promise<void> {
  const { memory, now, run, waits } = deps;
  if (!isZone(daily.zone)) throw new AppError('bad_config', `there is no time zone ${daily.zone}`);
  return async () => {
    const [at, since] = [await now(), await memory.last(name)];
    const state = stateOfDaily(daily, since, at);
    if (state === 'done' || (await waits?.(since, at))) return;
    if (state === 'due') await run();
    await memory.keep(name, at);
  };
}
