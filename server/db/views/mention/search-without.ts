import type { Db } from '../../database.ts';
import { newestKeys, type Place } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';
import { verified } from './mention-verify.ts';
import type { Gathered, Search, SearchWays } from './search-ways.ts';

/** Mentions that one page or count looks through at most: what nearly all of them hold is left by few. */
const LOOKED_THROUGH = 50_000;
const CHUNK = 2_000;
const FIRST_CHUNK = 250;

/**
 * Where only is said what must not stand there, or an emoji or signs are looked for, no index knows what fits: the newest
 * mentions are read one after the other.
 */
export function waysWithout(db: Db, search: Search): SearchWays {
  const gather = (after: Place | null, need: number) => walk(db, search, after, need);
  return {
    gather,
    count: async (most) => {
      const { hits, whole } = await gather(null, most + 1);
      return whole && hits.length <= most ? hits.length : null;
    },
  };
}

async function walk(db: Db, search: Search, from: Place | null, need: number): Promise<Gathered> {
  const { watchIds, filter, words } = search;
  const hits: MentionKey[] = [];
  let after = from;
  let wanted = 0;
  for (let walked = 0; walked < LOOKED_THROUGH && hits.length < need; walked += wanted) {
    wanted = Math.min(CHUNK, Math.max(2 * walked, FIRST_CHUNK));
    const next = await newestKeys(db, watchIds, { filter, after }, wanted);
    hits.push(...(await verified(db, words, next)));
    if (next.length < wanted) return { hits, whole: true };
    after = next.at(-1) ?? null;
  }
  return { hits, whole: false };
}
