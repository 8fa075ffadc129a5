/** Slices of at most `size`: SQLite takes 32,766 values in one statement. */
export function* chunks<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
