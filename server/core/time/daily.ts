import { DAY, type Instant } from '../time.ts';
import { instantOf, localTime } from './zone.ts';

/** What is to be done once a day, when clocks in a time zone (IANA) show so many minutes since midnight. */
export interface Daily {
  readonly minute: number;
  readonly zone: string;
}

/** The last time, up to `now`, at which it was to be done. */
export function lastDaily({ minute, zone }: Daily, now: Instant): Instant {
  const { day } = localTime(now, zone);
  const today = instantOf({ day, minute }, zone);
  return today <= now ? today : instantOf({ day: day - 1, minute }, zone);
}

/**
 * What a look at the clock comes to: `due` when the last time to do it came after `since`, when the clock was last
 * known to have been followed. `begin` when nobody knows since when, or a clock that ran ahead by more than a day said
 * so: nothing of the past is made up for.
 */
export function stateOfDaily(daily: Daily, since: Instant | null, now: Instant): 'begin' | 'due' | 'done' {
  if (since === null || since > now + DAY) return 'begin';
  return lastDaily(daily, now) > since ? 'due' : 'done';
}
