import type { SuggestionScreen } from '../../../core/screens/suggestions.ts';
import { suggestionGroups } from '../../../core/service/suggestion.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { newestKeys } from '../mention/mention-keys.ts';
import { readMentions } from '../mention/mention-rows.ts';

export interface SuggestionsInput {
  /** Null for all active watches together. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** The fact of a post that proposes something; the team's labels count. */
const SUGGESTED = 'intent.suggestion';
/** Suggestions looked into, the newest first: their readings are taken apart one by one. */
const MAX_SUGGESTIONS_SCANNED = 300;

/**
 * What people propose, by touchpoint, in their own words. What was copied is shown once.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readSuggestions(db: Db, input: SuggestionsInput): Promise<SuggestionScreen> {
  const { watchId, from, to } = input;
  const watchIds = chosenWatches(await listWatches(db), watchId).map(({ id }) => id);
  const filter = { from, to, fact: SUGGESTED, originalsOnly: true };
  const mentions = await readMentions(
    db,
    await newestKeys(db, watchIds, { filter }, MAX_SUGGESTIONS_SCANNED),
  );
  // A post that two watches mention proposes once.
  const posts = [...new Map(mentions.map((mention) => [mention.row.postId, mention])).values()];
  const proposals = posts.map(({ row, fullText, analysis }) => ({
    mentionId: row.postId,
    at: row.at,
    author: row.author,
    platform: row.platform,
    url: row.url,
    title: row.title,
    text: fullText,
    aspects: analysis.aspects,
  }));
  return {
    watchId,
    span: { from, to },
    looked: posts.length,
    most: MAX_SUGGESTIONS_SCANNED,
    groups: suggestionGroups(proposals),
  };
}
