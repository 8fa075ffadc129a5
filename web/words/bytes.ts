const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
/** From so many of each on the next one is used: room is spoken of in GB even where it is less than one. */
const NEXT = [1000, 1000, 102.4, 1000] as const;

/** `640 KB`, `0.8 GB`: as the messages of the server say it. */
export function bytes(value: number): string {
  let [left, unit] = [value, 0];
  while (left >= (NEXT[unit] ?? Number.POSITIVE_INFINITY)) {
    left /= 1024;
    unit += 1;
  }
  return `${left >= 10 ? Math.round(left) : left.toFixed(1)} ${UNITS[unit]}`;
}
