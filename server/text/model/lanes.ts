/**
 * Bytes that are summed four at once: words whole, and their odd bytes by themselves in two lanes of a word. What is
 * left of the former are the even ones. The lanes are those of a 32-bit word, whatever is carried out of it.
 */
const LANES = 0x00ff_00ff;
/** As many bytes as a 16-bit lane takes without a carry. */
const FLUSH = 256;
/** Weights have 128 added, so that none is negative. */
export const BIAS = 128;

const WORDS = 7;
const whole = new Int32Array(WORDS);
const odd = new Int32Array(WORDS);

/**
 * Sums seven words of each of `known` rows, by four columns each, into `sums` from `to` on.
 * @param picked where each row starts in `words`
 */
export function sumRows(
  words: Int32Array,
  picked: Int32Array,
  known: number,
  sums: Int32Array,
  to: number,
): void {
  sums.fill(0, to, to + WORDS * 4);
  for (let from = 0; from < known; from += FLUSH) {
    const end = Math.min(known, from + FLUSH);
    addRows(words, picked, from, end);
    for (let word = 0; word < WORDS; word++)
      addLanes(whole[word] as number, odd[word] as number, end - from, sums, to + word * 4);
  }
}

/** Into `whole` and `odd`. Written out: the processor keeps fourteen sums at hand, but no array of them. */
function addRows(words: Int32Array, picked: Int32Array, from: number, to: number): void {
  let [a, b, c, d, e, f, g] = [0, 0, 0, 0, 0, 0, 0];
  let [t, u, v, w, x, y, z] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = from; at < to; at = (at + 1) | 0) {
    const row = picked[at] as number;
    const one = words[row] as number;
    const two = words[row | 1] as number;
    const three = words[row | 2] as number;
    const four = words[row | 3] as number;
    const five = words[row | 4] as number;
    const six = words[row | 5] as number;
    const seven = words[row | 6] as number;
    a = (a + one) | 0;
    b = (b + two) | 0;
    c = (c + three) | 0;
    d = (d + four) | 0;
    e = (e + five) | 0;
    f = (f + six) | 0;
    g = (g + seven) | 0;
    t = (t + ((one >>> 8) & LANES)) | 0;
    u = (u + ((two >>> 8) & LANES)) | 0;
    v = (v + ((three >>> 8) & LANES)) | 0;
    w = (w + ((four >>> 8) & LANES)) | 0;
    x = (x + ((five >>> 8) & LANES)) | 0;
    y = (y + ((six >>> 8) & LANES)) | 0;
    z = (z + ((seven >>> 8) & LANES)) | 0;
  }
  whole.set([a, b, c, d, e, f, g]);
  odd.set([t, u, v, w, x, y, z]);
}

/** Adds the sums of `pending` words, whole and of their odd bytes, to those of four columns from `column` on. */
function addLanes(whole: number, odd: number, pending: number, sums: Int32Array, column: number): void {
  const even = (whole - (odd << 8)) | 0;
  const bias = BIAS * pending;
  sums[column] = (sums[column] as number) + (even & 0xffff) - bias;
  sums[column + 1] = (sums[column + 1] as number) + (odd & 0xffff) - bias;
  sums[column + 2] = (sums[column + 2] as number) + (even >>> 16) - bias;
  sums[column + 3] = (sums[column + 3] as number) + (odd >>> 16) - bias;
}
