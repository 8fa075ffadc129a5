import { BUCKET, createPassageTable, NUMBERS } from './passage-table.ts';
import { PASSAGE, type Passages } from './passages.ts';

/**
 * A place in the ring is taken by another post each time around. So that what is left in the table of the one before
 * leads to nobody, a post's number comes again only after so many rounds.
 */
const ROUNDS = 4;
/** The most posts an index can hold. */
export const MAX_POSTS = NUMBERS / ROUNDS;

export interface NearIndex {
  /** Posts in it. */
  readonly size: number;
  readonly capacity: number;
  /** Bytes it holds, whether it is full or empty. */
  readonly bytes: number;
  /** Takes a post in; the oldest goes when it is full. Ids must grow. */
  add(id: number, text: Passages): void;
  /** Ids of the few posts that share most with a text, to be compared with it by `likeness`. */
  find(text: Passages): number[];
}

/** Places in the table for each post. What does not fit drives out the oldest of its bucket. */
const PLACES = 48;
/** A post that shares fewer of the passages kept of it is not worth a look. */
const MIN_VOTES = 2;
/** Nor one of which, by this measure, less of the shorter text is found again. */
const MIN_SHARE = 0.35;
const CANDIDATES = 6;

/** Short posts are kept whole; of long ones evenly spread passages, more of longer ones. */
function keptOf(passages: number): number {
  return Math.min(passages, 24 + (passages >> 4));
}

/**
 * Remembers the latest posts by their passages. Asked with all passages of a text, it counts how many of those kept
 * lead to each post. Only typed arrays, made once: some 200 bytes for a post.
 */
export function createNearIndex(capacity: number): NearIndex {
  if (!(capacity >= 1 && capacity <= MAX_POSTS)) throw new RangeError(`capacity: 1 to ${MAX_POSTS}`);
  const table = createPassageTable(capacity * PLACES);
  const ids = new Float64Array(capacity);
  const lengths = new Uint16Array(capacity);
  const ballot = createBallot(capacity);
  const found = new Uint32Array(BUCKET);
  const numbers = capacity * ROUNDS;
  // Nought is what an empty place of the table says.
  let [next, size] = [1, 0];
  const isHere = (number: number) => (next - 1 - number + numbers) % numbers < size;
  return {
    capacity,
    bytes: table.bytes + ids.byteLength + lengths.byteLength + ballot.bytes,
    get size() {
      return size;
    },
    add(id, { letters, marks }) {
      ids[next % capacity] = id;
      lengths[next % capacity] = letters.length;
      const kept = keptOf(marks.length);
      for (let each = 0; each < kept; each++) {
        table.enter(marks[Math.floor((each * marks.length) / kept)] as number, next);
      }
      next = (next + 1) % numbers;
      size = Math.min(size + 1, capacity);
    },
    find({ letters, marks }) {
      for (let at = 0; at < marks.length; at++) {
        const count = table.look(marks[at] as number, found);
        for (let each = 0; each < count; each++) {
          const number = found[each] as number;
          if (isHere(number)) ballot.vote(number % capacity);
        }
      }
      const best: Candidate[] = [];
      ballot.count((slot, votes) => {
        if (votes < MIN_VOTES) return;
        const length = lengths[slot] as number;
        const passages = length - PASSAGE + 1;
        const share = (votes * passages) / keptOf(passages) / Math.min(length, letters.length);
        if (share >= MIN_SHARE) keepBest(best, { id: ids[slot] as number, share });
      });
      return best.map(({ id }) => id);
    },
  };
}

interface Ballot {
  readonly bytes: number;
  vote(slot: number): void;
  /** Hands over the votes of each slot that has some, and starts afresh. */
  count(take: (slot: number, votes: number) => void): void;
}

function createBallot(slots: number): Ballot {
  const votes = new Uint16Array(slots);
  let voted = new Uint32Array(1_024);
  let size = 0;
  return {
    bytes: votes.byteLength,
    vote(slot) {
      if (votes[slot] === 0) {
        if (size === voted.length) {
          const more = new Uint32Array(size * 2);
          more.set(voted);
          voted = more;
        }
        voted[size++] = slot;
      }
      votes[slot] = (votes[slot] as number) + 1;
    },
    count(take) {
      for (let each = 0; each < size; each++) {
        const slot = voted[each] as number;
        take(slot, votes[slot] as number);
        votes[slot] = 0;
      }
      size = 0;
    },
  };
}

interface Candidate {
  readonly id: number;
  readonly share: number;
}

/** Keeps the few best in order; of equals the older stays. */
function keepBest(best: Candidate[], one: Candidate): void {
  const before = best.findIndex(({ id, share }) => one.share > share || (one.share === share && one.id < id));
  if (before === -1) best.push(one);
  else best.splice(before, 0, one);
  if (best.length > CANDIDATES) best.pop();
}
