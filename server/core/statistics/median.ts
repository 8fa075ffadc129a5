/** Middle value; the mean of the two middle ones for an even count; 0 of nothing. */
export function median(values: ArrayLike<number>): number {
  // Sorted as numbers without a call for each pair.
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
