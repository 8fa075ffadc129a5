import { isZone, localTime } from '../time/zone.ts';
import type { Instant } from '../time.ts';
import { isWorkday } from './duty.ts';

/** When a channel is left in peace by blue and yellow alerts. */
export interface QuietHours {
  /** `22:00`, on the clocks of `zone`. As long as `to`: at no time of day. */
  readonly from: string;
  /** `07:30`, exclusive; before `from` it is the next morning. */
  readonly to: string;
  /** Days off are quiet from midnight to midnight: weekends and holidays, but not the weekends worked instead. */
  readonly workdaysOnly: boolean;
  /** IANA name. */
  readonly zone: string;
}

/** Whether the channel is left in peace now. */
export function isQuiet(quiet: QuietHours | null, now: Instant): boolean {
  if (quiet === null) return false;
  const { day, minute } = localTime(now, quiet.zone);
  if (quiet.workdaysOnly && !isWorkday(day)) return true;
  const [from, to] = [minuteOf(quiet.from), minuteOf(quiet.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** What is wrong with quiet hours that somebody asks for; null: nothing. */
export function quietFault({ from, to, workdaysOnly, zone }: QuietHours): string | null {
  if (!isClock(from) || !isClock(to)) return 'times are written as 22:00';
  if (!isZone(zone)) return `there is no time zone ${zone}`;
  return from === to && !workdaysOnly ? 'they begin and end at the same time' : null;
}

function isClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
