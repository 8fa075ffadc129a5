import { instantOf, localTime, weekdayOf } from '../time/zone.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';

export const BRIEF_KINDS = ['hourly', 'daily', 'weekly'] as const;
export type BriefKind = (typeof BRIEF_KINDS)[number];

/** A summary that somebody gets at set times: what happened in a period that is over. */
export interface Brief {
  readonly id: number;
  readonly kind: BriefKind;
  /** Minutes after midnight on the person's clock; hourly: after the hour. */
  readonly minute: number;
  /** 1 is Monday; matters weekly only. */
  readonly weekday: number;
  /** Empty: all watches. */
  readonly watchIds: readonly number[];
  /** When nothing happened: say nothing, or say so in one line. */
  readonly quiet: 'skip' | 'line';
}

/** A turn of a brief: when it is due, and the period it covers, [from, to). */
export interface BriefTurn {
  readonly at: Instant;
  readonly from: Instant;
  readonly to: Instant;
}

const LENGTHS: Readonly<Record<BriefKind, Instant>> = { hourly: HOUR, daily: DAY, weekly: 7 * DAY };

/**
 * The last turn that is due at `now`, on the clock of `zone`. Counts are kept by the hour, so it covers whole hours:
 * those before it up to the hour that runs, as many as its kind has.
 */
export function turnOf(
  { kind, minute, weekday }: Pick<Brief, 'kind' | 'minute' | 'weekday'>,
  zone: string,
  now: Instant,
): BriefTurn {
  const at = kind === 'hourly' ? hourly(minute, now) : onDay({ kind, minute, weekday }, zone, now);
  const to = Math.floor(at / HOUR) * HOUR;
  return { at, from: to - LENGTHS[kind], to };
}

function hourly(minute: number, now: Instant): Instant {
  const at = Math.floor(now / HOUR) * HOUR + (minute % 60) * MINUTE;
  return at <= now ? at : at - HOUR;
}

function onDay(
  { kind, minute, weekday }: Pick<Brief, 'kind' | 'minute' | 'weekday'>,
  zone: string,
  now: Instant,
): Instant {
  const { day: today } = localTime(now, zone);
  // Eight days back there has been every weekday, whatever the hour.
  for (let day = today; ; day--) {
    if (kind === 'weekly' && weekdayOf(day) !== weekday) continue;
    const at = instantOf({ day, minute }, zone);
    if (at <= now) return at;
  }
}
