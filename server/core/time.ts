/** Epoch milliseconds, UTC. Every time in the system is one. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The business day is China's, which has no daylight saving: a fixed +08:00. */
export const CHINA_OFFSET = 8 * HOUR;

/** First millisecond of the clock hour that holds `at`. */
export function startOfHour(at: Instant): Instant {
  return Math.floor(at / HOUR) * HOUR;
}

/** First millisecond of the day in China that holds `at`. */
export function startOfDay(at: Instant): Instant {
  return Math.floor((at + CHINA_OFFSET) / DAY) * DAY - CHINA_OFFSET;
}

/** 0..167: Monday 00:00 to Sunday 23:00 in China. 1970-01-01 was a Thursday. */
export function hourOfWeek(at: Instant): number {
  return (Math.floor((at + CHINA_OFFSET) / HOUR) + 3 * 24) % 168;
}

/** `2026-11-22 09:05:00` on China's clock: what spreadsheets read as a time. */
export function chinaTime(at: Instant): string {
  return new Date(at + CHINA_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}
