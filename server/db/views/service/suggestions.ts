import type { Watch } from '../../../core/mention/watch.ts';
import type { SuggestionScreen } from '../../../core/screens/suggestions.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { isMerePlea, type Proposal, suggestionGroups } from '../../../core/service/suggestion.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { newestKeys, type Place } from '../mention/mention-keys.ts';
import { type MentionKey, type ReadMention, readMentions } from '../mention/mention-rows.ts';

export interface SuggestionsInput {
  /** Null for all active watches together. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** The fact of a post that proposes something; the team's labels count. */
const SUGGESTED = 'intent.suggestion';
/** Suggestions looked into at once, the newest first: their readings are taken apart one by one. */
const PAGE = 300;
/** Where most of them only plead for help, so many more are looked into. */
const MAX_SUGGESTIONS_SCANNED = 1200;

/**
 * What people propose, by touchpoint, in their own words. What was copied is shown once.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readSuggestions(db: Db, input: SuggestionsInput): Promise<SuggestionScreen> {
  const { watchId, from, to } = input;
  const watches = chosenWatches(await listWatches(db), watchId);
  const { posts, older } = await readProposals(db, watches, { from, to });
  const made = posts.filter((post) => !isMerePlea(post));
  return {
    watchId,
    span: { from, to },
    looked: posts.length,
    pleas: posts.length - made.length,
    older,
    groups: suggestionGroups(made),
  };
}

/** The newest, until there are as many that propose something as are looked into at once. */
async function readProposals(db: Db, watches: readonly Watch[], { from, to }: Span) {
  const names = new Map(watches.map(({ id, rule }) => [id, [...rule.any, ...rule.all]]));
  const filter = { from, to, fact: SUGGESTED, originalsOnly: true };
  // A post that two watches mention proposes once.
  const posts = new Map<number, Proposal>();
  let after: Place | null = null;
  let older = true;
  for (let made = 0; older && made < PAGE && posts.size < MAX_SUGGESTIONS_SCANNED; ) {
    const keys: readonly MentionKey[] = await newestKeys(db, [...names.keys()], { filter, after }, PAGE);
    for (const mention of await readMentions(db, keys)) {
      const proposal = proposalOf(mention, names.get(mention.row.watchId) ?? []);
      if (!posts.has(proposal.mentionId) && !isMerePlea(proposal)) made += 1;
      posts.set(proposal.mentionId, proposal);
    }
    after = keys.at(-1) ?? null;
    older = keys.length === PAGE;
  }
  return { posts: [...posts.values()], older };
}

const proposalOf = ({ row, fullText, analysis }: ReadMention, names: readonly string[]): Proposal => ({
  mentionId: row.postId,
  at: row.at,
  author: row.author,
  platform: row.platform,
  url: row.url,
  title: row.title,
  text: fullText,
  names,
  aspects: analysis.aspects,
});
