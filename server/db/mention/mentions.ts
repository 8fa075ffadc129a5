import type { SentimentLabel } from '../../core/reading/analysis.ts';
import type { Target } from '../../core/reading/target.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';

/** One post under one watch, as it is kept. */
export interface NewMention {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly sentiment: SentimentLabel;
  readonly copy: boolean;
  readonly counted: boolean;
  /** Said by the subject of the watch itself. */
  readonly own: boolean;
  readonly reach: number;
  readonly platform: string;
  readonly author: string | null;
  readonly terms: readonly string[];
  readonly target: Target | null;
}

export const MENTION_COLUMNS = [
  'watch_id',
  'at',
  'post_id',
  'sentiment',
  'copy',
  'counted',
  'own',
  'reach',
  'platform',
  'author',
  'terms_json',
  'target',
  'target_json',
] as const;

export function toMentionRow(mention: NewMention) {
  const { watchId, at, postId, sentiment, copy, counted, own, reach, platform, author, terms, target } =
    mention;
  const flags = [copy ? 1 : 0, counted ? 1 : 0, own ? 1 : 0] as const;
  const aim = [target?.kind ?? null, target === null ? null : JSON.stringify(target)] as const;
  return [
    watchId,
    at,
    postId,
    sentiment,
    ...flags,
    reach,
    platform,
    author,
    JSON.stringify(terms),
    ...aim,
  ] as const;
}

export async function insertMentions(db: Db, mentions: readonly NewMention[]): Promise<void> {
  await bulkInsert(db, 'mention', MENTION_COLUMNS, mentions.map(toMentionRow));
}
