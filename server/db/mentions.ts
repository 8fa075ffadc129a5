import type { SentimentLabel } from '../core/analysis.ts';
import type { Instant } from '../core/time.ts';
import { chunks } from './chunks.ts';
import type { Db } from './database.ts';

/** One post under one watch, as it is kept. */
export interface NewMention {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly sentiment: SentimentLabel;
  readonly copy: boolean;
  readonly counted: boolean;
  readonly reach: number;
  readonly platform: string;
  readonly author: string | null;
  readonly terms: readonly string[];
}

export function toMentionRow(mention: NewMention) {
  return {
    watch_id: mention.watchId,
    at: mention.at,
    post_id: mention.postId,
    sentiment: mention.sentiment,
    copy: mention.copy ? 1 : 0,
    counted: mention.counted ? 1 : 0,
    reach: mention.reach,
    platform: mention.platform,
    author: mention.author,
    terms_json: JSON.stringify(mention.terms),
  };
}

export async function insertMentions(db: Db, mentions: readonly NewMention[]): Promise<void> {
  for (const part of chunks(mentions, 100)) {
    await db.insertInto('mention').values(part.map(toMentionRow)).execute();
  }
}
