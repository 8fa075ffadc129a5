import type { CleanPost } from '../../core/mention/clean.ts';
import type { Matcher } from '../../core/mention/match.ts';
import type { Db, Tx } from '../../db/database.ts';
import { watchGeneration } from '../../db/watch/watches.ts';
import type { NearCopies } from './near-copies.ts';
import type { Batch } from './prepare-posts.ts';
import { type Stored, storePosts } from './store-posts.ts';

/** Transactions under way at once: on PostgreSQL one is prepared while the server commits another. */
const AT_ONCE = 2;
/** Posts of the batches that are stored together: more of them would hold the loop up at the commit. */
const MAX_BATCH_POSTS = 200;

/** A batch as it was matched. */
export interface MatchedBatch extends Batch {
  /** Of the watches; see `watchGeneration`. */
  readonly generation: string;
  readonly matcher: Matcher;
}

/** Where batches are stored. */
export interface Storing {
  /**
   * Stores a batch; what is committed then is certain, and what throws stored nothing.
   * @param finish in the same transaction, with what was stored; called anew where that has to be begun again
   * @returns null when a watch was changed since the batch was matched: nothing was stored
   */
  store<T>(batch: MatchedBatch, finish: (tx: Tx, stored: Stored) => Promise<T>): Promise<T | null>;
}

interface Ask {
  readonly batch: MatchedBatch;
  /** Gives what is to be told once it is committed. */
  finish(tx: Tx, stored: Stored): Promise<() => void>;
  outdated(): void;
  fail(fault: unknown): void;
}

/**
 * Stores batches. Those that come while others are being stored wait and are then stored together, in one transaction
 * with one set of statements (a group commit): a crawled page brings some seven posts, and most of what a small batch
 * costs it costs whatever its size. Where a group fails each is tried by itself, so that no batch fails for another's
 * sake.
 */
export function createStoring(db: Db, near: NearCopies): Storing {
  const waiting: Ask[] = [];
  let underWay = 0;
  const work = async () => {
    underWay += 1;
    for (let group = takeGroup(waiting); group.length > 0; group = takeGroup(waiting)) {
      await settle(db, near, group);
    }
    underWay -= 1;
  };
  return {
    store<T>(batch: MatchedBatch, finish: (tx: Tx, stored: Stored) => Promise<T>) {
      const answer = Promise.withResolvers<T | null>();
      waiting.push({
        batch,
        async finish(tx, stored) {
          const value = await finish(tx, stored);
          return () => answer.resolve(value);
        },
        outdated: () => answer.resolve(null),
        fail: answer.reject,
      });
      if (underWay < AT_ONCE) void work();
      return answer.promise;
    },
  };
}

const sizeOf = ({ batch }: Ask) => batch.read.length + batch.seen.length;

/** The first that wait, as many as fit together; none when nobody waits. */
function takeGroup(waiting: Ask[]): readonly Ask[] {
  let size = 0;
  const over = waiting.findIndex((ask, at) => {
    size += sizeOf(ask);
    return at > 0 && size > MAX_BATCH_POSTS;
  });
  return waiting.splice(0, over < 0 ? waiting.length : over);
}

async function settle(db: Db, near: NearCopies, group: readonly Ask[]): Promise<void> {
  try {
    for (const tell of await storeGroup(db, near, group)) tell();
  } catch (fault) {
    if (group.length === 1) group[0]?.fail(fault);
    else for (const ask of group) await settle(db, near, [ask]);
  }
}

async function storeGroup(db: Db, near: NearCopies, group: readonly Ask[]): Promise<readonly (() => void)[]> {
  await near.follow(db);
  let remember = () => {};
  const told = await db.transaction().execute(async (tx) => {
    const generation = await watchGeneration(tx);
    const current = group.filter(({ batch }) => batch.generation === generation);
    const batches = current.map(({ batch }) => batch);
    const [first] = batches;
    // Of one generation, they were all matched by the same watches.
    const openNear =
      first === undefined ? null : (posts: readonly CleanPost[]) => near.open(tx, posts, first.matcher);
    const stored = await storePosts(tx, batches, openNear);
    remember = stored.remember;
    const outdated = group.filter((ask) => !current.includes(ask)).map(({ outdated }) => outdated);
    const finished: (() => void)[] = [];
    for (const [at, each] of stored.each.entries()) {
      const tell = await current[at]?.finish(tx, each);
      if (tell !== undefined) finished.push(tell);
    }
    return [...outdated, ...finished];
  });
  remember();
  return told;
}
