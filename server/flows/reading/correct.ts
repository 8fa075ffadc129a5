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
import {
  insertCorrection,
  listCorrections,
  markUndone,
  postsToSettle,
} from '../../db/reading/corrections.ts';
import { findReading, overrideReading, type StoredReading } from '../../db/reading/readings.ts';
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
}

/** What a change of labels touched. */
export interface Corrected {
  readonly watchIds: readonly number[];
}

/**
 * A person says what a post is. It is kept with who and when, and in the same transaction the label that
 * now holds takes its place in the reading, in every watch's mention and facts, and in the hourly counts.
 * What they said before and what holds already changes nothing, and touches no watch.
 * @throws AppError('not_found') when no watch mentions the post, AppError('bad_request') when nothing is
 *   judged
 */
export async function correct(deps: CorrectDeps, input: CorrectInput): Promise<Corrected> {
  return deps.db.transaction().execute(async (tx) => {
    const reading = await mustRead(tx, input.postId);
    const machine = labelOf(reading.machine);
    const agreed = input.verdict === 'agree';
    const label = agreed
      ? { sentiment: machine.sentiment, intents: null, severity: null }
      : tidyLabel(input.label);
    demandSomething(input.verdict, label);
    const verdict = input.verdict === 'correct' && agrees(label, machine) ? 'agree' : input.verdict;
    const { postId, by } = input;
    const note = input.note?.trim() || null;
    const said = { by, verdict, label, note };
    if (isRepeated(said, await listCorrections(tx, postId))) return { watchIds: [] };
    const { reader } = reading;
    await insertCorrection(tx, { ...said, postId, at: deps.now(), machine, reader });
    return settle(tx, reading, deps.now());
  });
}

/**
 * Takes back the newest judgement of a person; the one before, their own or another's, holds again.
 * @throws AppError('not_found') when they have none on this post
 */
export async function undoCorrection(
  deps: CorrectDeps,
  input: { readonly postId: number; readonly by: string },
): Promise<Corrected> {
  return deps.db.transaction().execute(async (tx) => {
    const reading = await mustRead(tx, input.postId);
    const mine = (await listCorrections(tx, input.postId)).findLast(({ by }) => by === input.by);
    if (mine === undefined) {
      throw new AppError('not_found', `${input.by} has no label on post ${input.postId}`);
    }
    await markUndone(tx, mine.id, deps.now());
    return settle(tx, reading, deps.now());
  });
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
      if (reading !== null) await settle(tx, reading, now());
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

/** Makes the label that holds now the one that counts everywhere. */
async function settle(tx: Tx, { post, machine }: StoredReading, now: Instant): Promise<Corrected> {
  const override = overrideOf(await listCorrections(tx, post.id));
  const analysis = override === null ? machine : applyLabel(machine, override);
  const judged = override?.sentiment ?? null;
  const keep = () => overrideReading(tx, post.id, { analysis, override });
  return placeReadings(tx, [{ post, analysis, judged }], now, keep);
}
