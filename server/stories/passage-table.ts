/** Posts are told apart by so many numbers: they have 22 bits. */
export const NUMBERS = 1 << 22;
/** So many of the latest posts are known for a passage at most. */
export const BUCKET = 8;
const TAG_BITS = 10;
const TAG = (1 << TAG_BITS) - 1;

/**
 * Entries that are made at a time, when the first of them is written: a table of 200 MB at once would stop the thread.
 */
const SEGMENT_BITS = 16;
const SEGMENT = 1 << SEGMENT_BITS;

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
  const segments: (Int32Array | undefined)[] = Array(Math.ceil((buckets * BUCKET) / SEGMENT)).fill(undefined);
  const bucketOf = (mark: number) => Math.floor(((mark >>> 0) / 2 ** 32) * buckets) * BUCKET;
  return {
    bytes: segments.length * SEGMENT * Int32Array.BYTES_PER_ELEMENT,
    enter(mark, post) {
      const bucket = bucketOf(mark);
      const number = bucket >> SEGMENT_BITS;
      const entries = segments[number] ?? new Int32Array(SEGMENT);
      segments[number] = entries;
      const first = bucket & (SEGMENT - 1);
      for (let place = first + BUCKET - 1; place > first; place--) {
        entries[place] = entries[place - 1] as number;
      }
      entries[first] = (post << TAG_BITS) | (mark & TAG);
    },
    look(mark, found) {
      const bucket = bucketOf(mark);
      const entries = segments[bucket >> SEGMENT_BITS];
      if (entries === undefined) return 0;
      const first = bucket & (SEGMENT - 1);
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
