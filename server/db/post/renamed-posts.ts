import type { Precision } from '../../core/mention/post.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { parseJson } from '../engine/json.ts';
import type { KnownPost } from './posts.ts';

/** A post as its feed shows it now. */
export interface ShownPost {
  readonly key: string;
  readonly contentHash: number;
  readonly title: string | null;
  readonly text: string;
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: Precision;
  /** The keys of its link, those of earlier times among them. */
  readonly addresses: readonly string[];
  readonly voice: string;
}

const TOGETHER = 200;

/**
 * Feeds that number their entries again show known posts under other ids: the same words by the same author, of the
 * same moment or at the same address. By `key`. Places on hot lists are another matter: they are noted every day.
 */
export async function findRenamed(
  db: Db,
  feedId: number,
  shown: readonly ShownPost[],
): Promise<ReadonlyMap<string, KnownPost>> {
  const found = new Map<string, KnownPost>();
  const posts = shown.filter(({ voice }) => voice !== 'hot_list');
  for (const part of chunks(posts, TOGETHER)) {
    // No address is empty: the words lead to the rows, also where none has an address.
    const urls = ['', ...new Set(part.flatMap(({ addresses }) => addresses))];
    const rows = await db
      .selectFrom('post')
      .select(['id', 'content_hash', 'author', 'at', 'precision', 'canonical_url', 'metrics_json'])
      .where('content_hash', 'in', [...new Set(part.map(({ contentHash }) => contentHash))])
      .where('feed_id', '=', feedId)
      .where((where) =>
        where.or([
          where('at', 'in', [...new Set(part.map(({ at }) => at))]),
          where('canonical_url', 'in', urls),
        ]),
      )
      .orderBy('id')
      .execute();
    for (const post of part) {
      const same = rows.find((row) => isSame(post, row));
      if (same === undefined) continue;
      const { id, metrics_json, content_hash: contentHash } = same;
      found.set(post.key, { id, metrics: parseJson(metrics_json), contentHash });
    }
    const rest = part.filter((post) => !found.has(post.key) && isPlaced(post));
    for (const [key, known] of await findRecounted(db, feedId, rest)) found.set(key, known);
  }
  return found;
}

/** One that bears the moment and the address of a post: reviews of one thing stand at one address. */
function isPlaced({ precision, addresses, voice }: ShownPost): boolean {
  return isExact(precision) && addresses.length > 0 && voice !== 'review';
}

/** Those whose words differ from a stored post of their moment and address in numbers alone: views, answers, floors. */
async function findRecounted(
  db: Db,
  feedId: number,
  posts: readonly ShownPost[],
): Promise<ReadonlyMap<string, KnownPost>> {
  const found = new Map<string, KnownPost>();
  if (posts.length === 0) return found;
  const rows = await db
    .selectFrom('post')
    .select(['id', 'content_hash', 'author', 'at', 'title', 'text', 'canonical_url', 'metrics_json'])
    .where('at', 'in', [...new Set(posts.map(({ at }) => at))])
    .where('feed_id', '=', feedId)
    .where('canonical_url', 'in', [...new Set(posts.flatMap(({ addresses }) => addresses))])
    .orderBy('id')
    .execute();
  for (const post of posts) {
    const same = rows.find(
      (row) =>
        row.at === post.at &&
        row.author === post.author &&
        post.addresses.includes(row.canonical_url ?? '') &&
        withoutNumbers(row) === withoutNumbers(post),
    );
    if (same === undefined) continue;
    const { id, metrics_json, content_hash: contentHash } = same;
    found.set(post.key, { id, metrics: parseJson(metrics_json), contentHash });
  }
  return found;
}

const withoutNumbers = ({ title, text }: Pick<ShownPost, 'title' | 'text'>): string =>
  JSON.stringify([title, text]).replace(/\d+(?:[.,]\d+)*[万千亿kw]?/gi, '0');

const isExact = (precision: string): boolean => precision === 'second' || precision === 'minute';

interface StoredLook {
  readonly content_hash: number;
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: string;
  readonly canonical_url: string | null;
}

/**
 * Many write the same on one day, and many reviews stand at one address; what is said again another day counts as new.
 */
function isSame(post: ShownPost, row: StoredLook): boolean {
  if (row.content_hash !== post.contentHash || row.author !== post.author) return false;
  const sameTime = row.at === post.at && row.precision === post.precision;
  if (sameTime && isExact(post.precision)) return true;
  const sameUrl = row.canonical_url !== null && post.addresses.includes(row.canonical_url);
  const timeless = isTimeless(post.precision) && isTimeless(row.precision);
  return post.voice !== 'review' && sameUrl && (sameTime || timeless);
}

function isTimeless(precision: string): boolean {
  return precision === 'none' || precision === 'unknown';
}
