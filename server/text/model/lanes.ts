/**
 * Bytes that are summed four at once: words whole, and their odd bytes by themselves in two lanes of a word. What is
 * left of the former are the even ones. The lanes are those of a 32-bit word, whatever is carried out of it.
 */
export const LANES = 0x00ff_00ff;
/** As many bytes as a 16-bit lane takes without a carry. */
export const FLUSH = 256;
/** Weights have 128 added, so that none is negative. */
export const BIAS = 128;

/** Adds the sums of `pending` words, whole and of their odd bytes, to those of four columns from `column` on. */
export function addLanes(
  whole: number,
  odd: number,
  pending: number,
  sums: Int32Array,
  column: number,
): void {
  const even = (whole - (odd << 8)) | 0;
  const bias = BIAS * pending;
  sums[column] = (sums[column] as number) + (even & 0xffff) - bias;
  sums[column + 1] = (sums[column + 1] as number) + (odd & 0xffff) - bias;
  sums[column + 2] = (sums[column + 2] as number) + (even >>> 16) - bias;
  sums[column + 3] = (sums[column + 3] as number) + (odd >>> 16) - bias;
}
