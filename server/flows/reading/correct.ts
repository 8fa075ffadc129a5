import { AppError } from '../../core/errors.ts';
import { compileWatches } from '../../core/mention/match.ts';
import type { Post } from '../../core/mention/post.ts';
import { shareSubjects } from '../../core/mention/subjects.ts';
import {
  agrees,
  type Correction,
  isRepeated,
  type Label,
  labelOf,
  tidyLabel,
  type Verdict,
} from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { listSameText, originOf } from '../../db/post/same-text.ts';
import {
  insertCorrection,
  listCorrections,
  listSaidTogether,
  markUndone,
  postsToSettle,
} from '../../db/reading/corrections.ts';
import { findReading, findReadings, type StoredReading } from '../../db/reading/readings.ts';
import { listWatches } from '../../db/watch/watches.ts';
import { type Corrected, settleLabels } from '../placing/settle-labels.ts';

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

/** Posts with the same text that are labelled in one transaction: some 100 ms of the write lock. */
const SLICE = 100;

/** What is said, of whichever post. */
interface GivenLabel extends Pick<CorrectInput, 'by' | 'note'> {
  readonly ruling: boolean;
  readonly label: Label;
  readonly at: Instant;
  /** The original of all posts that it is said of; null where it is of one alone. */
  readonly textOf: number | null;
}

/**
 * A person says what a post is, and where they say so of all posts with the same text about the same: however many those are, in slices
 * of them. It is kept of each with who and when, and in the same transaction the label that now holds takes its place in
 * the reading, in every watch's mention and facts, and in the hourly counts. What they said before and what holds already
 * changes nothing, and touches no watch.
 * @throws AppError('not_found') when no watch mentions the post, AppError('bad_request') when nothing is
 *   judged
 */
export async function correct(deps: CorrectDeps, input: CorrectInput): Promise<Corrected> {
  const { said, post, watchIds } = await deps.db.transaction().execute(async (tx) => {
    const asked = await mustRead(tx, input.postId);
    const label =
      input.verdict === 'agree'
        ? { sentiment: labelOf(asked.machine).sentiment, intents: null, severity: null }
        : tidyLabel(input.label);
    demandSomething(input.verdict, label);
    const textOf = input.copies ? await originOf(tx, input.postId) : null;
    const rest = { by: input.by, note: input.note?.trim() || null, ruling: input.verdict === 'adjudicate' };
    const said: GivenLabel = { ...rest, label, at: deps.now(), textOf };
    return { said, post: asked.post, ...(await sayOf(tx, said, [asked])) };
  });
  return { watchIds: [...new Set([...watchIds, ...(await sayOfCopies(deps, said, post))])] };
}

/** Says it of all others with the same text; answers with their watches. */
async function sayOfCopies({ db }: CorrectDeps, said: GivenLabel, asked: Post): Promise<Iterable<number>> {
  const { textOf } = said;
  const touched = new Set<number>();
  if (textOf === null) return touched;
  let after = 0;
  const isAlike = await tellAlike(db, asked);
  await inSlices(db, async (tx) => {
    const ids = await listSameText(tx, textOf, { after, limit: SLICE });
    after = ids.at(-1) ?? after;
    const others = await findReadings(
      tx,
      ids.filter((id) => id !== asked.id),
    );
    for (const id of (await sayOf(tx, said, others.filter(isAlike))).watchIds) touched.add(id);
    return ids.length < SLICE ? null : ids.length;
  });
  return touched;
}

/** Which posts in much the same words are about the same as one: another company's complaint is another's to judge. */
async function tellAlike(db: Db, asked: Post): Promise<(other: StoredReading) => boolean> {
  const watches = await listWatches(db);
  const { subjectsOf } = compileWatches(watches.map((watch) => ({ ...watch, active: true })));
  const subjects = subjectsOf(asked);
  return (other) => shareSubjects(subjects, subjectsOf(other.post));
}

async function sayOf(tx: Tx, said: GivenLabel, readings: readonly StoredReading[]): Promise<Corrected> {
  const { ruling, ...judged } = said;
  const changed: StoredReading[] = [];
  for (const reading of readings) {
    const machine = labelOf(reading.machine);
    const verdict = ruling ? 'adjudicate' : agrees(said.label, machine) ? 'agree' : 'correct';
    const postId = reading.post.id;
    if (isKnown({ ...judged, verdict }, await listCorrections(tx, postId))) continue;
    await insertCorrection(tx, { ...judged, verdict, postId, machine, reader: reading.reader });
    changed.push(reading);
  }
  return settleLabels(tx, changed, said.at);
}

/** GivenLabel once more, and no wider than before: what was said of one post alone is not yet said of its copies to come. */
function isKnown(
  said: Pick<Correction, 'by' | 'verdict' | 'label' | 'note' | 'textOf'>,
  corrections: readonly Correction[],
): boolean {
  const mine = corrections.findLast(({ by }) => by === said.by);
  return (said.textOf === null || mine?.textOf === said.textOf) && isRepeated(said, corrections);
}

/**
 * Takes back the newest judgement of a person, with what they said at once of other posts with the same text, in slices
 * of them; the one before, their own or another's, holds again.
 * @throws AppError('not_found') when they have none on this post
 */
export async function undoCorrection(
  deps: CorrectDeps,
  input: { readonly postId: number; readonly by: string },
): Promise<Corrected> {
  await mustRead(deps.db, input.postId);
  const mine = (await listCorrections(deps.db, input.postId)).findLast(({ by }) => by === input.by);
  if (mine === undefined) {
    throw new AppError('not_found', `${input.by} has no label on post ${input.postId}`);
  }
  const touched = new Set<number>();
  await inSlices(deps.db, async (tx) => {
    const together = await listSaidTogether(tx, mine, SLICE);
    for (const { id } of together) await markUndone(tx, id, deps.now());
    const readings = await findReadings(
      tx,
      together.map(({ postId }) => postId),
    );
    for (const id of (await settleLabels(tx, readings, deps.now())).watchIds) touched.add(id);
    // Of a text others may have inherited it until now: none is left once nothing is found any more.
    return mine.textOf === null && together.length < SLICE ? null : together.length;
  });
  return { watchIds: [...touched] };
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
      if (reading !== null) await settleLabels(tx, [reading], now());
    });
  }
  return posts.length;
}

async function mustRead(tx: Db, postId: number): Promise<StoredReading> {
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
