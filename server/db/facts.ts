import type { Fact } from '../core/mention.ts';
import type { Instant } from '../core/time.ts';
import { bulkInsert } from './bulk.ts';
import type { Db } from './database.ts';

/** A fact of one mention, as it is kept. */
export interface NewFact extends Fact {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly author: string | null;
}

export const FACT_COLUMNS = ['watch_id', 'name', 'at', 'post_id', 'author', 'value'] as const;

export function toFactRow(fact: NewFact) {
  return [fact.watchId, fact.name, fact.at, fact.postId, fact.author, fact.value] as const;
}

/** In the order of the key: neighbours share pages. */
export async function insertFacts(db: Db, facts: readonly NewFact[]): Promise<void> {
  const sorted = facts.toSorted(
    (a, b) => a.watchId - b.watchId || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at),
  );
  await bulkInsert(db, 'fact', FACT_COLUMNS, sorted.map(toFactRow));
}

/** A topic that climbed on a hot list keeps its best rank; when it fell, nothing changes. */
export async function lowerHotRank(db: Db, postId: number, rank: number): Promise<void> {
  const mentions = await db
    .selectFrom('mention')
    .select(['watch_id', 'at'])
    .where('post_id', '=', postId)
    .execute();
  for (const mention of mentions) {
    await db
      .updateTable('fact')
      .set({ value: rank })
      .where('watch_id', '=', mention.watch_id)
      .where('name', '=', 'hot')
      .where('at', '=', mention.at)
      .where('post_id', '=', postId)
      .where('value', '>', rank)
      .execute();
  }
}
