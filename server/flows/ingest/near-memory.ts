import { DAY, type Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Db } from '../../db/database.ts';
import { firstPostStoredSince, type NearText, readNearTexts } from '../../db/post/near-posts.ts';
import { lastPostId } from '../../db/post/posts.ts';
import { lettersOf } from '../../stories/letters.ts';
import { createNearIndex, MAX_POSTS, type NearIndex } from '../../stories/near-index.ts';
import { type Passages, passagesOf } from '../../stories/passages.ts';

/** A text that comes back after so long is a new wave of its own. */
export const NEAR_WINDOW = 30 * DAY;
const PAGE = 500;
const MIN_CAPACITY = 1 << 14;

/** The posts stored lately, by what they say. */
export interface NearMemory {
  readonly index: NearIndex;
  /** Every stored post up to this one was taken in. */
  seen: number;
}

/** Reads the posts of the window, at most a million. Room for half as many again; full, it is built anew. */
export async function buildMemory(db: Db, now: Instant): Promise<NearMemory> {
  const last = await lastPostId(db);
  const first = (await firstPostStoredSince(db, now - NEAR_WINDOW)) ?? last + 1;
  const seen = Math.max(first - 1, last - MAX_POSTS);
  let capacity = MIN_CAPACITY;
  while (capacity < MAX_POSTS && capacity < (last - seen) * 1.5) capacity *= 2;
  const memory = { index: createNearIndex(capacity), seen };
  await readOn(db, memory);
  return memory;
}

/** True when it forgets although there could be more room. */
export function isOutgrown({ index }: NearMemory): boolean {
  return index.size === index.capacity && index.capacity < MAX_POSTS;
}

/**
 * Takes in what was stored since. Two of these at a time do no harm: what the other has taken in meanwhile is
 * passed over.
 */
export async function readOn(db: Db, memory: NearMemory): Promise<void> {
  const breathe = createBreather();
  for (;;) {
    const rows = await readNearTexts(db, memory.seen, PAGE);
    for (const row of rows) {
      if (row.id <= memory.seen) continue;
      const passages = readPassages(row);
      if (passages !== null) memory.index.add(row.id, passages);
      memory.seen = row.id;
      await breathe();
    }
    if (rows.length < PAGE) return;
  }
}

/** What is asked of a stored post to remember it. */
export type StoredText = Pick<NearText, 'id' | 'title' | 'text'> & { readonly voice: string };

/**
 * Takes in posts that this process has just stored, whose passages it knows already; `known` says undefined for
 * those that it does not. Leaves them to `readOn` where somebody else stored in between, or has read them already.
 */
export function takeIn(
  memory: NearMemory,
  stored: readonly StoredText[],
  known: (post: StoredText) => Passages | null | undefined,
): void {
  const [first, last] = [stored[0], stored.at(-1)];
  if (first === undefined || last === undefined || memory.seen !== first.id - 1) return;
  for (const post of stored) {
    const read = known(post);
    const passages = read === undefined ? readPassages(post) : read;
    if (passages !== null) memory.index.add(post.id, passages);
  }
  memory.seen = last.id;
}

/** Null for what has no copies: rows of hot lists, and texts that are too short or say too little. */
export function readPassages(
  post: Pick<NearText, 'title' | 'text'> & { readonly voice: string },
): Passages | null {
  if (post.voice === 'hot_list') return null;
  const passages = passagesOf(lettersOf(post.title, post.text));
  return passages.comparable ? passages : null;
}
