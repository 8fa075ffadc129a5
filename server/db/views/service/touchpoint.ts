import { cut } from '../../../core/mention/clean.ts';
import type { Touchpoint } from '../../../core/reading/analysis.ts';
import type { GapExample, TouchpointScreen } from '../../../core/screens/service-quality.ts';
import { gapsOf, type Stated, statedOf } from '../../../core/service/gap.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { newestKeys } from '../mention/mention-keys.ts';
import { type ReadMention, readMentions } from '../mention/mention-rows.ts';

export interface TouchpointInput {
  /** Null for all active watches together. */
  readonly watchId: number | null;
  readonly touchpoint: Touchpoint;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Complaints looked into: their readings are taken apart one by one. */
const MOST_LOOKED = 200;
const MOST_EXAMPLES = 10;
const LONGEST_QUOTE = 60;

/**
 * What the newest complaints about a touchpoint say was promised, and what came. Which posts complain of it is told by
 * the facts, so labels of the team count; people do not label aspects, so these are the machine's.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readTouchpoint(db: Db, input: TouchpointInput): Promise<TouchpointScreen> {
  const { watchId, touchpoint, from, to } = input;
  const watchIds = chosenWatches(await listWatches(db), watchId).map(({ id }) => id);
  const filter = { from, to, fact: `touch.${touchpoint}` };
  const keys = await newestKeys(db, watchIds, { filter }, MOST_LOOKED);
  const mentions = await readMentions(db, keys);
  const stated = mentions.flatMap((mention) =>
    statedOf(mention.analysis.aspects, touchpoint).map((one) => ({ mention, one })),
  );
  return {
    touchpoint,
    looked: mentions.length,
    gaps: gapsOf(stated.map(({ one }) => one)),
    examples: stated.slice(0, MOST_EXAMPLES).map(({ mention, one }) => exampleOf(mention, one)),
  };
}

/** What stands in a title has no span in the text. */
function exampleOf({ row, fullText }: ReadMention, { span, worse: _, ...pair }: Stated): GapExample {
  const said = fullText.slice(...span) || (row.title ?? '');
  return { mentionId: row.postId, at: row.at, quote: cut(said, LONGEST_QUOTE), ...pair };
}
