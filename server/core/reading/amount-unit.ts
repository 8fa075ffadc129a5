/** Units in which amounts are kept: all times in minutes, so that hours and days can be held against each other. */
export const KEPT_UNITS = ['minute', 'celsius', 'yuan'] as const;
export type KeptUnit = (typeof KEPT_UNITS)[number];

/** Units that a standard can be written in. */
export const STANDARD_UNITS = ['second', 'minute', 'hour', 'day', 'celsius', 'yuan'] as const;
export type StandardUnit = (typeof STANDARD_UNITS)[number];

/** Of the units of time that are read; a month is 30 days, a year 365. */
export const MINUTES_OF: ReadonlyMap<string, number> = new Map([
  ['second', 1 / 60],
  ['minute', 1],
  ['hour', 60],
  ['day', 1_440],
  ['week', 10_080],
  ['month', 43_200],
  ['year', 525_600],
]);

/** The unit in which an amount of this one is kept; null where it is of no kind that standards are of. */
export function keptUnit(unit: StandardUnit): KeptUnit;
export function keptUnit(unit: string): KeptUnit | null;
export function keptUnit(unit: string): KeptUnit | null {
  if (MINUTES_OF.has(unit)) return 'minute';
  return KEPT_UNITS.find((each) => each === unit) ?? null;
}

const timesOf = (unit: string): number => MINUTES_OF.get(unit) ?? 1;

/** Half an hour → 30. */
export const toKept = (value: number, unit: string): number => rounded(value * timesOf(unit), 1e9);
/** 90 minutes in hours → 1.5. */
export const fromKept = (value: number, unit: StandardUnit): number => rounded(value / timesOf(unit), 1e6);

/** 20 seconds there and back are 20 seconds. */
function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
