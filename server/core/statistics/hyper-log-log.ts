/**
 * HyperLogLog over hashes of 48 bits: 4,096 registers, each the largest number of leading zeros, plus one,
 * among the hashes whose first 12 bits are its number. Standard error 1.04/√4096 = 1.6 %.
 */

const INDEX_BITS = 12;
const REGISTERS = 2 ** INDEX_BITS;
/** Bits of a hash after those that name its register. */
const RANK_BITS = 48 - INDEX_BITS;
const HIGH = 2 ** 32;

/** Standard error of `estimate`, as a share of it. */
export const HLL_ERROR = 1.04 / Math.sqrt(REGISTERS);
/** Bytes of packed registers. */
export const HLL_BYTES = (REGISTERS * 6) / 8;

export function noRegisters(): Uint8Array {
  return new Uint8Array(REGISTERS);
}

/** Takes a hash in. True when that changed anything. */
export function raise(registers: Uint8Array, hash: number): boolean {
  const high = Math.floor(hash / HIGH);
  const index = high >>> 4;
  const top = high & 0xf;
  const rank = top > 0 ? Math.clz32(top) - 27 : Math.clz32(hash % HIGH) + 5;
  if (rank <= (registers[index] ?? 0)) return false;
  registers[index] = rank;
  return true;
}

/** Takes in all that another one holds. */
export function raiseAll(registers: Uint8Array, other: Uint8Array): void {
  for (let at = 0; at < REGISTERS; at++) {
    const rank = other[at] ?? 0;
    if (rank > (registers[at] ?? 0)) registers[at] = rank;
  }
}

/**
 * How many different hashes were taken in, without bias from none to billions: O. Ertl, "New cardinality
 * estimation algorithms for HyperLogLog sketches" (2017), algorithm 6.
 */
export function estimate(registers: Uint8Array): number {
  const counts = new Uint32Array(RANK_BITS + 2);
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1;
  const share = (rank: number) => (counts[rank] ?? 0) / REGISTERS;
  let sum = tau(1 - share(RANK_BITS + 1));
  for (let rank = RANK_BITS; rank >= 1; rank--) sum = 0.5 * (sum + share(rank));
  return REGISTERS / (2 * Math.LN2 * (sum + sigma(share(0))));
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [x, y, sum, before] = [share, 1, share, Number.NaN];
  while (sum !== before) {
    before = sum;
    x *= x;
    sum += x * y;
    y += y;
  }
  return sum;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, sum, before] = [share, 1, 1 - share, Number.NaN];
  while (sum !== before) {
    before = sum;
    x = Math.sqrt(x);
    y *= 0.5;
    sum -= (1 - x) ** 2 * y;
  }
  return sum / 3;
}

/** Four registers of six bits in three bytes, written at `from`. */
export function packRegisters(registers: Uint8Array, into: Uint8Array, from: number): void {
  for (let at = 0, to = from; at < REGISTERS; at += 4, to += 3) {
    const four =
      ((registers[at] as number) << 18) |
      ((registers[at + 1] as number) << 12) |
      ((registers[at + 2] as number) << 6) |
      (registers[at + 3] as number);
    into[to] = four >> 16;
    into[to + 1] = four >> 8;
    into[to + 2] = four;
  }
}

export function unpackRegisters(bytes: Uint8Array, from: number): Uint8Array {
  const registers = noRegisters();
  for (let at = 0, to = from; at < REGISTERS; at += 4, to += 3) {
    const four = ((bytes[to] as number) << 16) | ((bytes[to + 1] as number) << 8) | (bytes[to + 2] as number);
    registers[at] = four >> 18;
    registers[at + 1] = (four >> 12) & 0x3f;
    registers[at + 2] = (four >> 6) & 0x3f;
    registers[at + 3] = four & 0x3f;
  }
  return registers;
}
