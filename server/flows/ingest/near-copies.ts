import type { CleanPost } from '../../core/mention/clean.ts';
import type { Matcher } from '../../core/mention/match.ts';
import { isOwnReview } from '../../core/mention/own-review.ts';
import { type Subjects, shareSubjects } from '../../core/mention/subjects.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Db, Tx } from '../../db/database.ts';
import { findOriginalTexts, type OriginalText } from '../../db/post/near-posts.ts';
import { lettersOf } from '../../stories/letters.ts';
import { copyScore } from '../../stories/likeness.ts';
import { createNearIndex } from '../../stories/near-index.ts';
import { type Passages, passagesOf } from '../../stories/passages.ts';
import {
  buildMemory,
  isOutgrown,
  NEAR_WINDOW,
  type NearMemory,
  readOn,
  readPassages,
  type StoredText,
  takeIn,
} from './near-memory.ts';

export interface NearOrigin {
  readonly id: number;
  /** 0.5..1 */
  readonly likeness: number;
}

/** Looks for the origins of one batch of new posts, inside its transaction. */
export interface BatchOrigins {
  /**
   * The original that a post of the batch is a near copy of; `id` is what it is stored as, `author` what is kept of its
   * author. In the order of the ids.
   */
  place(post: CleanPost, id: number, author: string | null): NearOrigin | null;
  /** What was stored, once that is certain: so it need not be read back. All posts of the batch, by their ids. */
  remember(stored: readonly StoredText[]): void;
}

/** Opens a batch inside the transaction that stores its posts. */
export type OpenBatch = (posts: readonly CleanPost[]) => Promise<BatchOrigins>;

/** What is remembered of the posts stored lately, so that near copies of them are known. */
export interface NearCopies {
  /** Reads what was stored since it last looked, by whomever. Not inside a transaction. */
  follow(db: Db): Promise<void>;
  /** Inside the transaction that stores the posts, after `follow`. */
  open(tx: Tx, posts: readonly CleanPost[], matcher: Matcher): Promise<BatchOrigins>;
}

interface Original {
  readonly id: number;
  readonly at: Instant;
  readonly author: string | null;
  readonly passages: Passages;
  /** Whom it is about; asked only of what has much the same words. */
  subjects(): Subjects;
}

/**
 * Remembers the posts of the last 30 days, at most a million, by reading them from the database: first all of
 * them, then before every batch what is new. So a restart forgets nothing, a batch that fails leaves nothing
 * behind, and several processes know of each other's posts: the last look is inside the write transaction, when
 * nobody else stores. A near copy is linked to an original, never to another copy, and compared with that.
 */
export function createNearCopies(now: () => Instant): NearCopies {
  let memory: NearMemory | null = null;
  let building: Promise<NearMemory> | null = null;
  const build = async (db: Db) => {
    building ??= buildMemory(db, now());
    try {
      memory = await building;
    } finally {
      building = null;
    }
    return memory;
  };
  return {
    async follow(db) {
      const known = memory ?? (await build(db));
      await readOn(db, known);
      if (memory === known && isOutgrown(known)) await build(db);
    },
    async open(tx, posts, matcher) {
      if (memory === null) throw new Error('near copies: follow() comes before the first batch');
      await readOn(tx, memory);
      return openBatch(tx, { memory, matcher }, posts);
    },
  };
}

async function openBatch(
  tx: Tx,
  { memory, matcher }: { readonly memory: NearMemory; readonly matcher: Matcher },
  posts: readonly CleanPost[],
): Promise<BatchOrigins> {
  const { index } = memory;
  const read = new Map<CleanPost, Passages | null>();
  const candidates = new Map<CleanPost, readonly number[]>();
  const breathe = createBreather();
  for (const post of posts) {
    const passages = readPassages(post);
    read.set(post, passages);
    if (passages !== null) candidates.set(post, index.find(passages));
    await breathe();
  }
  const texts = await findOriginalTexts(tx, [...new Set([...candidates.values()].flat())]);
  const originals = readOriginals(texts, matcher);
  // Those of the batch itself are in no database yet.
  const batch = createNearIndex(Math.max(1, posts.length));
  const placed = new Map<number, Passages | null>();
  return {
    remember: (stored) => takeIn(memory, stored, (post) => placed.get(post.id)),
    place(post, id, author) {
      const passages = read.get(post);
      placed.set(id, passages ?? null);
      if (passages == null) return null;
      const ids = [...(candidates.get(post) ?? []), ...batch.find(passages)];
      const { at, rating } = post;
      const said = { at, rating, author, passages, subjects: lazySubjects(matcher, post) };
      const origin = bestOrigin(said, new Set(ids.flatMap((each) => originals.get(each) ?? [])));
      originals.set(id, origin?.original ?? { id, ...said });
      batch.add(id, passages);
      return origin === null ? null : { id: origin.original.id, likeness: origin.likeness };
    },
  };
}

/** By the id of the candidate; candidates with the same original share it. */
function readOriginals(texts: ReadonlyMap<number, OriginalText>, matcher: Matcher): Map<number, Original> {
  const byId = new Map<number, Original>();
  const found = new Map<number, Original>();
  for (const [candidate, { id, at, author, title, text }] of texts) {
    const passages = () => passagesOf(lettersOf(title, text));
    const subjects = lazySubjects(matcher, { title, text });
    const original = byId.get(id) ?? { id, at, author, passages: passages(), subjects };
    byId.set(id, original);
    found.set(candidate, original);
  }
  return found;
}

function lazySubjects(matcher: Matcher, post: Pick<CleanPost, 'title' | 'text'>): () => Subjects {
  let known: Subjects | undefined;
  return () => {
    known ??= matcher.subjectsOf(post);
    return known;
  };
}

type Said = Omit<Original, 'id'> & { readonly rating: number | null };

interface Found {
  readonly original: Original;
  readonly likeness: number;
}

/** The one it is most like, of those about the same; of equals the first. */
function bestOrigin(said: Said, originals: ReadonlySet<Original>): Found | null {
  const { at, passages } = said;
  let best: Found | null = null;
  for (const original of originals) {
    if (Math.abs(at - original.at) > NEAR_WINDOW) continue;
    if (isOwnReview(said, original, Math.min(passages.said, original.passages.said))) continue;
    const score = copyScore(passages, original.passages);
    if (score === null) continue;
    const ahead = best === null ? 1 : score - best.likeness || best.original.id - original.id;
    if (ahead > 0 && shareSubjects(said.subjects(), original.subjects()))
      best = { original, likeness: score };
  }
  return best;
}
