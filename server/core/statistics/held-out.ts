/** One labelled post in five is never trained on. */
const OF = 5;

/**
 * Whether the labels of a post are kept for measuring. Decided by its id alone, so that it never changes
 * sides; give the original's id for a copy, or the same text would stand on both.
 */
export function isHeldOut(postId: number): boolean {
  return mix(postId) % OF === 0;
}

/** The finaliser of MurmurHash3 (A. Appleby, public domain): neighbouring ids fall apart. */
function mix(id: number): number {
  let hash = id >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
