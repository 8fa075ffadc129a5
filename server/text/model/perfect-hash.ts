/** Keys that share a bucket are moved together until all lie free. */
const BUCKET = 3;
const MAX_DISPLACEMENTS = 0x100;
/** Places for each key, at least. */
const ROOM = 1.5;

/**
 * A place of its own for each of a fixed set of keys (hash, displace and compress: Belazzougui, Botelho and
 * Dietzfelbinger 2009), found without a search and without a branch. Any other key gets some place, too: whoever
 * asks compares what lies there.
 */
export interface PerfectHash {
  /** A power of two. */
  readonly size: number;
  /** By bucket, which is the lower bits of a key: which of the ways to hash suits its keys. */
  readonly moves: Uint8Array;
  readonly mask: number;
  /** Upper bits of a hash that tell the place. */
  readonly shift: number;
}

/** The place of a key whose bucket has this move. */
export function placeOf(key: number, move: number, shift: number): number {
  const hash = Math.imul(key ^ Math.imul(move, 0x9e37_79b1), 0x7feb_352d);
  return (hash ^ (hash >>> 15)) >>> shift;
}

/** Finds places for distinct keys. */
export function hashPerfectly(keys: Uint32Array): PerfectHash {
  const mask = powerAbove(keys.length / BUCKET) - 1;
  const order = largestFirst(keys, mask);
  for (let size = powerAbove(keys.length * ROOM); ; size *= 2) {
    const shift = Math.clz32(size - 1);
    const moves = movesFor(order, mask, shift, size);
    if (moves !== null) return { size, moves, mask, shift };
  }
}

/** The keys by bucket, buckets with the most before the others. */
function largestFirst(keys: Uint32Array, mask: number): Uint32Array {
  const counts = new Uint32Array(mask + 1);
  for (const key of keys) counts[key & mask] = (counts[key & mask] as number) + 1;
  const bySize: number[][] = [];
  for (const [bucket, count] of counts.entries()) {
    const alike = bySize[count] ?? [];
    alike.push(bucket);
    bySize[count] = alike;
  }
  const next = new Uint32Array(mask + 1);
  let from = 0;
  for (let count = bySize.length - 1; count > 0; count--) {
    for (const bucket of bySize[count] ?? []) {
      next[bucket] = from;
      from += count;
    }
  }
  const order = new Uint32Array(keys.length);
  for (const key of keys) {
    const at = next[key & mask] as number;
    order[at] = key;
    next[key & mask] = at + 1;
  }
  return order;
}

/** Null where some bucket finds no room. */
function movesFor(order: Uint32Array, mask: number, shift: number, size: number): Uint8Array | null {
  const moves = new Uint8Array(mask + 1);
  const taken = new Uint8Array(size);
  for (let from = 0; from < order.length; ) {
    const bucket = (order[from] as number) & mask;
    let to = from + 1;
    while (to < order.length && ((order[to] as number) & mask) === bucket) to++;
    let move = 0;
    while (move < MAX_DISPLACEMENTS && !takeAll(order, from, to, move, shift, taken)) move++;
    if (move === MAX_DISPLACEMENTS) return null;
    moves[bucket] = move;
    from = to;
  }
  return moves;
}

/** Takes the places of a bucket's keys, all or none. */
function takeAll(
  keys: Uint32Array,
  from: number,
  to: number,
  move: number,
  shift: number,
  taken: Uint8Array,
): boolean {
  for (let at = from; at < to; at++) {
    const place = placeOf(keys[at] as number, move, shift);
    if (taken[place] === 1) {
      for (let back = from; back < at; back++) taken[placeOf(keys[back] as number, move, shift)] = 0;
      return false;
    }
    taken[place] = 1;
  }
  return true;
}

function powerAbove(least: number): number {
  let power = 2;
  while (power < least) power *= 2;
  return power;
}
