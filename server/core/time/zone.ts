import { DAY, type Instant, MINUTE } from '../time.ts';

/** What calendars and clocks in a time zone show. */
export interface LocalTime {
  /** Days since 1 January 1970. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Whether this is the name of a time zone (IANA), as `Asia/Shanghai`. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The time that a clock in `zone` shows.
 * @throws RangeError for a zone that does not exist
 */
export function localTime(at: Instant, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return { day: Date.UTC(year, month - 1, day) / DAY, minute: hour * 60 + minute };
}

/** The instant at which a clock in `zone` shows this; where a clock change skips it, an instant beside it. */
export function instantOf({ day, minute }: LocalTime, zone: string): Instant {
  const shown = day * DAY + minute * MINUTE;
  let at = shown;
  // Once for the offset, once more where the first guess lay on the other side of a clock change.
  for (let look = 0; look < 2; look++) {
    const local = localTime(at, zone);
    at += shown - (local.day * DAY + local.minute * MINUTE);
  }
  return at;
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
