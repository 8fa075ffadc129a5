const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
/** From so many of each on the next one is used: room is spoken of in GB even where it is less than one. */
const NEXT = [1000, 1000, 102.4, 1000] as const;

/** `640 KB`, `90 MB`, `0.8 GB`, `1.2 TB`, by 1024. */
export function byteWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= (NEXT[unit] ?? Number.POSITIVE_INFINITY)) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
