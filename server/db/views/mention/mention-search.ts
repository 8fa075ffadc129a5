import { searchQuery } from '../../../core/reading/bigram.ts';
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

export interface Found {
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
export async function searchKeys(db: Db, search: Search, page: Page): Promise<Found> {
  const match = searchQuery(search.words);
  const unsearchable = searchWords(search.words).length === 0;
  if (unsearchable || search.watchIds.length === 0) return { keys: [], total: 0 };
  const { after, limit, most } = page;
  const ways = await waysOf(db, search, match);
  const { hits, whole } = await ways.gather(after, limit);
  const keys = (after ? hits.filter((hit) => isAfter(hit, after)) : hits).slice(0, limit);
  if (whole && after === null) return { keys, total: hits.length > most ? null : hits.length };
  return { keys, total: await keepTotal(db, search, () => ways.count(most)) };
}

async function waysOf(db: Db, search: Search, match: string | null): Promise<SearchWays> {
  if (match === null) return waysWithout(db, search);
  return engineOf(db) === 'postgres' ? waysOnPostgres(db, search, match) : waysOnSqlite(db, search, match);
}

function isAfter(key: MentionKey, place: Place): boolean {
  return key.at < place.at || (key.at === place.at && key.postId < place.postId);
}
