import { notFound } from '../../core/errors.ts';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import { type LabelScore, scoreLabels } from '../../core/reading/label-score.ts';
import { effectOf, type Move } from '../../core/reading/overlay-effect.ts';
import {
  judgeOverlay,
  MIN_LABELS,
  mayBeActive,
  type OverlayReport,
  type OverlayVersion,
  type TrainOutcome,
} from '../../core/reading/overlay-version.ts';
import { modelsOf, type ReadInput, type ReadOutcome } from '../../core/reading/reading-pool.ts';
import { isHeldOut } from '../../core/statistics/held-out.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import {
  type LabelledContent,
  readLabelledTexts,
  readUnlabelledTexts,
} from '../../db/reading/corrections.ts';
import {
  activateOverlay,
  insertOverlay,
  listOverlays,
  readActiveOverlay,
} from '../../db/reading/overlays.ts';
import { applyOverlay, type Overlay, unpackOverlay, wholeText } from '../../text/overlay.ts';
import { type LabelledText, WORDS_FROM } from '../../text/overlay-train.ts';

export interface TrainDeps {
  readonly db: Db;
  /** Reads with the reader alone, whatever overlay is in use. */
  readonly readPlain: (inputs: readonly ReadInput[]) => Promise<readonly ReadOutcome[]>;
  /** Learns from the examples, somewhere where it holds nobody up. */
  readonly train: (examples: readonly LabelledText[]) => Promise<Uint8Array>;
  readonly log: { warn(facts: object, message: string): void };
  now(): Instant;
}

/** Stored texts that the new version is tried on: some seconds of reading. */
const SAMPLED = 2_000;

interface Example extends LabelledText {
  readonly heldOut: boolean;
}

/**
 * Learns from what people labelled: four texts of five teach, the fifth measures. The new version is kept
 * in any case; it goes into use when it is better on the held-out texts, measured there on every class that it would
 * change, and takes too much from none of them among what is stored (`judgeOverlay`), or when it is forced. Texts that
 * are stored keep the reading they have.
 */
export async function trainTeamOverlay(
  deps: TrainDeps,
  input: { readonly by: string; readonly force: boolean },
): Promise<TrainOutcome> {
  const texts = await readLabelledTexts(deps.db);
  if (texts.length < MIN_LABELS) {
    return { kind: 'refused', reason: 'too_few_labels', labels: texts.length, needed: MIN_LABELS };
  }
  const { examples, reader } = await readExamples(deps, texts);
  const taught = examples.filter(({ heldOut }) => !heldOut);
  const bytes = await deps.train(taught.map(({ text, read, said }) => ({ text, read, said })));
  const versions = { fresh: unpackOverlay(bytes), current: await readCurrent(deps, reader) };
  const report = reportOf(examples, await readSample(deps), versions);
  const use = input.force || mayBeActive(report.verdict);
  return { kind: 'trained', version: await keep(deps, { ...input, reader, report, bytes, use }) };
}

/** Reads all posts again. One that cannot be read any more teaches nothing. */
async function readExamples(
  deps: TrainDeps,
  texts: readonly LabelledContent[],
): Promise<{ readonly examples: readonly Example[]; readonly reader: string }> {
  const outcomes = await deps.readPlain(texts.map(inputOf));
  let reader = '';
  const examples = texts.flatMap((post, at): Example[] => {
    const outcome = outcomes[at];
    if (outcome === undefined || 'fault' in outcome) return [];
    reader = modelsOf(outcome.reader);
    const text = wholeText(post.title, post.text);
    return [
      { text, read: outcome.analysis.sentiment, said: post.sentiment, heldOut: isHeldOut(post.contentHash) },
    ];
  });
  return { examples, reader };
}

/** What is in use; null where nothing is. Weights of another reader are not, whatever the table says. */
async function readCurrent({ db, log }: TrainDeps, reader: string): Promise<Overlay | null> {
  const inUse = await readActiveOverlay(db);
  if (inUse === null || inUse.reader !== reader) return null;
  try {
    return unpackOverlay(inUse.bytes);
  } catch (err) {
    log.warn({ id: inUse.id, err }, 'an overlay is damaged and the new one is not measured against it');
    return null;
  }
}

/** A text as the reader alone reads it. */
type ReadText = Pick<LabelledText, 'text' | 'read'>;

/** What is stored and nobody labelled, read again; without what cannot be read any more. */
async function readSample({ db, readPlain }: TrainDeps): Promise<readonly ReadText[]> {
  const texts = await readUnlabelledTexts(db, SAMPLED);
  const outcomes = await readPlain(texts.map(inputOf));
  return texts.flatMap(({ title, text }, at): ReadText[] => {
    const outcome = outcomes[at];
    if (outcome === undefined || 'fault' in outcome) return [];
    return [{ text: wholeText(title, text), read: outcome.analysis.sentiment }];
  });
}

function inputOf({ title, text, rating }: Pick<LabelledContent, 'title' | 'text' | 'rating'>): ReadInput {
  return { text, ...(title === null ? {} : { title }), ...(rating === null ? {} : { rating }) };
}

interface Versions {
  readonly fresh: Overlay;
  readonly current: Overlay | null;
}

function reportOf(
  examples: readonly Example[],
  sample: readonly ReadText[],
  { fresh, current }: Versions,
): OverlayReport {
  const held = examples.filter(({ heldOut }) => heldOut);
  const under = (overlay: Overlay | null) => (each: ReadText) =>
    (overlay === null ? each.read : applyOverlay(overlay, each.text, each.read)).label;
  const score = (read: (each: ReadText) => SentimentLabel): LabelScore =>
    scoreLabels(held.map((example) => [example.said, read(example)] as const));
  const scores = {
    before: score(under(null)),
    current: current === null ? null : score(under(current)),
    after: score(under(fresh)),
  };
  const move = (each: ReadText): Move => [under(current)(each), under(fresh)(each)];
  const moves = sample.map(move);
  const effect = effectOf(moves);
  const trial = { said: held.map(({ said }) => said), moves: [...held.map(move), ...moves], effect };
  const trainedOn = examples.length - held.length;
  return {
    labels: examples.length,
    trainedOn,
    words: trainedOn >= WORDS_FROM,
    ...scores,
    effect,
    verdict: judgeOverlay({ ...scores, ...trial }),
  };
}

async function keep(
  deps: TrainDeps,
  made: {
    readonly by: string;
    readonly reader: string;
    readonly report: OverlayReport;
    readonly bytes: Uint8Array;
    readonly use: boolean;
  },
): Promise<OverlayVersion> {
  const at = deps.now();
  return deps.db.transaction().execute(async (tx) => {
    const { by: trainedBy, reader, report, bytes } = made;
    const id = await insertOverlay(tx, { trainedAt: at, trainedBy, reader, report, bytes });
    if (made.use) await activateOverlay(tx, id, { by: trainedBy, at });
    return mustFind(await listOverlays(tx), id);
  });
}

/**
 * Puts an earlier version into use, or none.
 * @param id null: the reader alone
 * @throws AppError('not_found')
 */
export async function switchOverlay(
  deps: { readonly db: Db; now(): Instant },
  input: { readonly id: number | null; readonly by: string },
): Promise<OverlayVersion | null> {
  return deps.db.transaction().execute(async (tx) => {
    if (input.id !== null) mustFind(await listOverlays(tx), input.id);
    await activateOverlay(tx, input.id, { by: input.by, at: deps.now() });
    return input.id === null ? null : mustFind(await listOverlays(tx), input.id);
  });
}

function mustFind(versions: readonly OverlayVersion[], id: number): OverlayVersion {
  const found = versions.find((version) => version.id === id);
  if (found === undefined) throw notFound('version', id);
  return found;
}
