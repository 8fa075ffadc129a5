import { AppError } from '../../core/errors.ts';
import {
  agrees,
  applyLabel,
  isRepeated,
  type Label,
  labelOf,
  overrideOf,
  tidyLabel,
  type Verdict,
} from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { listSameText } from '../../db/post/same-text.ts';
import {
  insertCorrection,
  listCorrections,
  markUndone,
  postsToSettle,
} from '../../db/reading/corrections.ts';
import { findReading, findReadings, overrideReading, type StoredReading } from '../../db/reading/readings.ts';
import { placeReadings } from './place-reading.ts';

interface CorrectDeps {
  readonly db: Db;
  now(): Instant;
}

export interface CorrectInput {
  readonly postId: number;
  readonly by: string;
  readonly verdict: Verdict;
  /** What is judged; not needed to agree, which is about the machine's sentiment. */
  readonly label: Label;
  readonly note: string | null;
  /** Says it of all posts with the same text at once. */
  readonly copies?: boolean | undefined;
}

/** What a change of labels touched. */
export interface Corrected {
  readonly watchIds: readonly number[];
}

/**
 * A person says what a post is, and where they say so of all posts with the same text. It is kept of each with who and
 * when, and in the same transaction the label that now holds takes its place in the reading, in every watch's mention
 * and facts, and in the hourly counts. What they said before and what holds already changes nothing, and touches no
 * watch.
 * @throws AppError('not_found') when no watch mentions the post, AppError('bad_request') when nothing is
 *   judged
 */
export async function correct(deps: CorrectDeps, input: CorrectInput): Promise<Corrected> {
  return deps.db.transaction().execute(async (tx) => {
    const asked = await mustRead(tx, input.postId);
    const label =
      input.verdict === 'agree'
        ? { sentiment: labelOf(asked.machine).sentiment, intents: null, severity: null }
        : tidyLabel(input.label);
    demandSomething(input.verdict, label);
    const said = { by: input.by, label, note: input.note?.trim() || null };
    const at = deps.now();
    const changed: StoredReading[] = [];
    for (const reading of input.copies ? await readSameText(tx, input.postId) : [asked]) {
      const machine = labelOf(reading.machine);
      const verdict =
        input.verdict === 'adjudicate' ? input.verdict : agrees(label, machine) ? 'agree' : 'correct';
      const postId = reading.post.id;
      if (isRepeated({ ...said, verdict }, await listCorrections(tx, postId))) continue;
      await insertCorrection(tx, { ...said, verdict, postId, at, machine, reader: reading.reader });
      changed.push(reading);
    }
    return settle(tx, changed, at);
  });
}

/**
 * Takes back the newest judgement of a person, with what they said at once of other posts with the same text; the one
 * before, their own or another's, holds again.
 * @throws AppError('not_found') when they have none on this post
 */
export async function undoCorrection(
  deps: CorrectDeps,
  input: { readonly postId: number; readonly by: string },
): Promise<Corrected> {
  return deps.db.transaction().execute(async (tx) => {
    await mustRead(tx, input.postId);
    const mine = (await listCorrections(tx, input.postId)).findLast(({ by }) => by === input.by);
    if (mine === undefined) {
      throw new AppError('not_found', `${input.by} has no label on post ${input.postId}`);
    }
    const changed: StoredReading[] = [];
    for (const reading of await readSameText(tx, input.postId)) {
      const together = (await listCorrections(tx, reading.post.id)).findLast(
        ({ by, at }) => by === mine.by && at === mine.at,
      );
      if (together === undefined) continue;
      await markUndone(tx, together.id, deps.now());
      changed.push(reading);
    }
    return settle(tx, changed, deps.now());
  });
}

/** A post and those with the same text, as they are read now. */
async function readSameText(tx: Tx, postId: number): Promise<readonly StoredReading[]> {
  return findReadings(tx, await listSameText(tx, postId));
}

/**
 * Puts labels back into place after something else wrote mentions: those given meanwhile, which it could
 * not know, and those that count otherwise than people say.
 * @returns how many posts were looked at
 */
export async function settleCorrections({ db, now }: CorrectDeps, since: Instant): Promise<number> {
  const posts = await postsToSettle(db, since);
  for (const postId of posts) {
    await db.transaction().execute(async (tx) => {
      const reading = await findReading(tx, postId);
      if (reading !== null) await settle(tx, [reading], now());
    });
  }
  return posts.length;
}

async function mustRead(tx: Tx, postId: number): Promise<StoredReading> {
  const reading = await findReading(tx, postId);
  if (reading === null) throw new AppError('not_found', `no mention of post ${postId}`);
  return reading;
}

function demandSomething(verdict: Verdict, { sentiment, intents, severity }: Label): void {
  if (verdict === 'adjudicate' && sentiment === null) {
    throw new AppError('bad_request', 'an adjudication says which sentiment holds');
  }
  if (sentiment === null && intents === null && severity === null) {
    throw new AppError('bad_request', 'say at least one of sentiment, intents and severity');
  }
}

/** Makes the labels that hold now those that count everywhere. */
async function settle(tx: Tx, readings: readonly StoredReading[], now: Instant): Promise<Corrected> {
  if (readings.length === 0) return { watchIds: [] };
  const held: Pick<StoredReading, 'post' | 'analysis' | 'override'>[] = [];
  for (const { post, machine } of readings) {
    const override = overrideOf(await listCorrections(tx, post.id));
    held.push({ post, override, analysis: override === null ? machine : applyLabel(machine, override) });
  }
  const placed = held.map(({ post, analysis, override }) => ({
    post,
    analysis,
    judged: override?.sentiment ?? null,
  }));
  return placeReadings(tx, placed, now, async () => {
    for (const { post, analysis, override } of held)
      await overrideReading(tx, post.id, { analysis, override });
  });
}
