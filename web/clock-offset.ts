/** When an answer was asked for and read, by the clock of the device, and when the server wrote it, by its own. */
export interface Heard {
  readonly sentAt: number;
  readonly heardAt: number;
  readonly serverAt: number;
}

/** A `Date` header leaves the milliseconds out. */
const HALF_SECOND_MS = 500;

/**
 * How far the clock of this device is behind that of the server, ahead of it where negative. An answer says so up to half
 * the time that it took: what it may mean changes nothing.
 * @param before what was known until now
 */
export function offsetAfter(before: number, { sentAt, heardAt, serverAt }: Heard): number {
  const told = serverAt + HALF_SECOND_MS - (sentAt + heardAt) / 2;
  const error = HALF_SECOND_MS + Math.max(0, heardAt - sentAt) / 2 + HALF_SECOND_MS;
  if (Math.abs(told - before) <= error) return before;
  return Math.abs(told) <= error ? 0 : Math.round(told);
}
