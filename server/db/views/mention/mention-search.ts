import { needsLooking, searchQuery } from '../../../core/reading/bigram.ts';
import { searchWords } from '../../../core/reading/search-words.ts';
import type { Db } from '../../database.ts';
import { engineOf } from '../../engine/engine.ts';
import type { Place } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';
import { keepTotal } from './mention-totals.ts';
import { waysOnPostgres } from './search-postgres.ts';
import { waysOnSqlite } from './search-sqlite.ts';
import type { Search, SearchWays } from './search-ways.ts';
import { waysWithout } from './search-without.ts';

export interface Page {
  readonly limit: number;
  readonly after: Place | null;
  /** Counts exactly up to here. */
  readonly most: number;
}

export interface SearchHits {
  readonly keys: readonly MentionKey[];
  /** Null: more than `most`. */
  readonly total: number | null;
}

/**
 * Mentions whose title or text holds all words, newest first. The index knows which bigrams a post has but
 * not their order, so every hit is verified against its text. Rare words start from the hits, common ones
 * from the newest mentions; either way what is read is bounded by what is shown and by `most`. Bans alone, emoji
 * and signs filter.
 */
export async function searchKeys(db: Db, search: Search, page: Page): Promise<SearchHits> {
  const unsearchable = searchWords(search.words).length === 0;
  if (unsearchable || search.watchIds.length === 0) return { keys: [], total: 0 };
  const { after, limit, most } = page;
  const ways = await waysOf(db, search);
  const { hits, whole } = await ways.gather(after, limit);
  const keys = (after ? hits.filter((hit) => isAfter(hit, after)) : hits).slice(0, limit);
  if (whole && after === null) return { keys, total: hits.length > most ? null : hits.length };
  return { keys, total: await keepTotal(db, search, () => ways.count(most)) };
}

async function waysOf(db: Db, search: Search): Promise<SearchWays> {
  const match = searchQuery(search.words);
  if (match === null) return waysWithout(db, search);
  const indexed = await (engineOf(db) === 'postgres' ? waysOnPostgres : waysOnSqlite)(db, search, match);
  return needsLooking(search.words) ? eitherOf(indexed, waysWithout(db, search)) : indexed;
}

/** What the index finds and what is only found by looking, newest first. */
function eitherOf(indexed: SearchWays, looked: SearchWays): SearchWays {
  const gather: SearchWays['gather'] = async (after, need) => {
    const found = [await indexed.gather(after, need), await looked.gather(after, need)];
    const hits = new Map(found.flatMap((each) => each.hits).map((hit) => [hit.postId, hit]));
    return {
      hits: [...hits.values()].sort((a, b) => b.at - a.at || b.postId - a.postId),
      whole: found.every(({ whole }) => whole),
    };
  };
  return {
    gather,
    count: async (most) => {
      const { hits, whole } = await gather(null, most + 1);
      return whole && hits.length <= most ? hits.length : null;
    },
  };
}

function isAfter(key: MentionKey, place: Place): boolean {
  return key.at < place.at || (key.at === place.at && key.postId < place.postId);
}
