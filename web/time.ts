/** Lengths of time in milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** How far China's clock is ahead of UTC, without summer time: all is shown in it, wherever the browser stands. */
export const CHINA = 8 * HOUR;
