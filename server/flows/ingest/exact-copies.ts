import { isOwnReview } from '../../core/mention/own-review.ts';
import type { Tx } from '../../db/database.ts';
import { findOwnOriginals, writtenKey } from '../../db/post/own-originals.ts';
import { findOriginals } from '../../db/post/posts.ts';
import { lettersOf } from '../../stories/letters.ts';
import { substanceOf } from '../../stories/passages.ts';
import type { ReadPost } from './prepare-posts.ts';

/** The originals of what is said in the very same words; of one batch, inside its transaction. */
export interface ExactCopies {
  /** The original that it copies; null where there is none. */
  originOf(post: ReadPost): number | null;
  /** Takes in a post of the batch, and the original it is counted under, which may be itself. */
  take(post: ReadPost, origin: number): void;
}

/** A short review copies only what its own author wrote: see `isOwnReview`. */
export async function openExactCopies(tx: Tx, posts: readonly ReadPost[]): Promise<ExactCopies> {
  const own = new Set(posts.filter(isShortReview));
  const comparable = posts.filter(({ mark }) => mark.comparable);
  const hashes = comparable.filter((post) => !own.has(post)).map(({ mark }) => mark.hash);
  const byContent = new Map(await findOriginals(tx, [...new Set(hashes)]));
  const written = new Map(
    comparable.flatMap((post) => (own.has(post) ? writtenBy(post) : [])).map((one) => [writtenKey(one), one]),
  );
  const byWriter = new Map(await findOwnOriginals(tx, [...written.values()]));
  return {
    originOf(post) {
      if (!post.mark.comparable) return null;
      if (!own.has(post)) return byContent.get(post.mark.hash) ?? null;
      const [one] = writtenBy(post);
      return one === undefined ? null : (byWriter.get(writtenKey(one)) ?? null);
    },
    take(post, origin) {
      if (!post.mark.comparable) return;
      if (!byContent.has(post.mark.hash)) byContent.set(post.mark.hash, origin);
      for (const one of writtenBy(post)) {
        if (!byWriter.has(writtenKey(one))) byWriter.set(writtenKey(one), origin);
      }
    },
  };
}

/** Nothing of whom the page does not name. */
function writtenBy({ mark, author }: ReadPost) {
  return author === null ? [] : [{ hash: mark.hash, author }];
}

function isShortReview({ clean, mark }: ReadPost): boolean {
  const { title, text, rating } = clean;
  if (rating === null || !mark.comparable) return false;
  return isOwnReview({ rating, author: null }, { author: null }, substanceOf(lettersOf(title, text)));
}
