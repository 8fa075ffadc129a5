import { cut } from '../../../core/mention/clean.ts';
import type { Touchpoint } from '../../../core/reading/analysis.ts';
import type { GapExample, TouchpointScreen } from '../../../core/screens/service-quality.ts';
import { gapsOf, type Stated, statedOf } from '../../../core/service/gap.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { newestKeys } from '../mention/mention-keys.ts';
import { type ReadMention, readMentions } from '../mention/mention-rows.ts';
import { readFamilyCounts } from '../trends/trends-counts.ts';

export interface TouchpointInput {
  /** Null for all active watches together. */
  readonly watchId: number | null;
  readonly touchpoint: Touchpoint;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Complaints looked into: their readings are taken apart one by one. */
const MAX_COMPLAINTS_SCANNED = 200;
const MAX_EXAMPLES = 10;
const MAX_QUOTE_LENGTH = 60;

/**
 * What the newest complaints about a touchpoint say was promised, and what came. Which posts complain of it follows
 * from the facts, so labels of the team count; people do not label aspects, so these are the machine's.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readTouchpoint(db: Db, input: TouchpointInput): Promise<TouchpointScreen> {
  const { watchId, touchpoint, from, to } = input;
  const watchIds = chosenWatches(await listWatches(db), watchId).map(({ id }) => id);
  const filter = { from, to, fact: `touch.${touchpoint}`, originalsOnly: true };
  const keys = await newestKeys(db, watchIds, { filter }, MAX_COMPLAINTS_SCANNED);
  const mentions = await readMentions(db, keys);
  const [counted] = (
    await readFamilyCounts(db, watchIds, { now: { from, to }, before: [] }, ['touch'])
  ).filter(({ name }) => name === filter.fact);
  const stated = mentions.flatMap((mention) =>
    statedOf(mention.analysis.aspects, touchpoint).map((one) => ({ mention, one })),
  );
  return {
    touchpoint,
    looked: mentions.length,
    copies: counted?.now.copies ?? 0,
    gaps: gapsOf(stated.map(({ one }) => one)),
    examples: examplesOf(stated),
  };
}

type StatedMention = { readonly mention: ReadMention; readonly one: Stated };

/** What is said in the same words is shown once, by its newest, with how many say so. */
function examplesOf(stated: readonly StatedMention[]): readonly GapExample[] {
  const said = stated.map(({ mention, one }) => ({ mention, one, quote: quoteOf(mention, one) }));
  const alike = [...Map.groupBy(said, ({ quote, one }) => `${one.unit} ${quote}`).values()];
  return alike.slice(0, MAX_EXAMPLES).flatMap((those) => {
    const [first] = those;
    if (first === undefined) return [];
    const { mention, quote } = first;
    const { span: _, worse: __, ...pair } = first.one;
    const times = those.reduce((sum, each) => sum + 1 + each.mention.row.copies, 0);
    return [{ mentionId: mention.row.postId, at: mention.row.at, quote, ...pair, times }];
  });
}

/** What stands in a title has no span in the text. */
function quoteOf({ row, fullText }: ReadMention, { span }: Stated): string {
  return cut(fullText.slice(...span) || (row.title ?? ''), MAX_QUOTE_LENGTH);
}
