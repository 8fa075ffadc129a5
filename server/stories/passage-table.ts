/** Posts are told apart by so many numbers: they have 22 bits. */
export const NUMBERS = 1 << 22;
/** So many of the latest posts are known for a passage at most. */
export const BUCKET = 8;
const TAG_BITS = 10;
const TAG = (1 << TAG_BITS) - 1;

/** Which posts have a passage, the latest of them, by their numbers. */
export interface PassageTable {
  readonly bytes: number;
  enter(mark: number, post: number): void;
  /** Writes the posts entered for a passage into `found`, and at times a strange one. @returns how many */
  look(mark: number, found: Uint32Array): number;
}

/**
 * A hash table of buckets with eight entries of four bytes each: 10 bits of the passage, 22 bits that say which
 * post. The newest stands first; an entry too many drops off the end.
 */
export function createPassageTable(places: number): PassageTable {
  const buckets = Math.ceil(places / BUCKET);
  const entries = new Int32Array(buckets * BUCKET);
  const bucketOf = (mark: number) => Math.floor(((mark >>> 0) / 2 ** 32) * buckets) * BUCKET;
  return {
    bytes: entries.byteLength,
    enter(mark, post) {
      const first = bucketOf(mark);
      for (let place = first + BUCKET - 1; place > first; place--) {
        entries[place] = entries[place - 1] as number;
      }
      entries[first] = (post << TAG_BITS) | (mark & TAG);
    },
    look(mark, found) {
      const first = bucketOf(mark);
      const tag = mark & TAG;
      let count = 0;
      for (let place = first; place < first + BUCKET; place++) {
        const entry = entries[place] as number;
        if ((entry & TAG) === tag) found[count++] = entry >>> TAG_BITS;
      }
      return count;
    },
  };
}
