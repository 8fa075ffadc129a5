import type { Fact } from '../core/mention.ts';
import type { Instant } from '../core/time.ts';
import { chunks } from './chunks.ts';
import type { Db } from './database.ts';

/** A fact of one mention, as it is kept. */
export interface NewFact extends Fact {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly author: string | null;
}

export function toFactRow(fact: NewFact) {
  return {
    watch_id: fact.watchId,
    name: fact.name,
    at: fact.at,
    post_id: fact.postId,
    author: fact.author,
    value: fact.value,
  };
}

export async function insertFacts(db: Db, facts: readonly NewFact[]): Promise<void> {
  for (const part of chunks(facts, 100)) await db.insertInto('fact').values(part.map(toFactRow)).execute();
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
