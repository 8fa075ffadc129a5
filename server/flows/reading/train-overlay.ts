import { notFound } from '../../core/errors.ts';
import type { Sentiment } from '../../core/reading/analysis.ts';
import { type LabelScore, scoreLabels } from '../../core/reading/label-score.ts';
import {
  FEWEST_LABELS,
  judgeOverlay,
  mayBeActive,
  type OverlayReport,
  type OverlayVersion,
  type TrainOutcome,
} from '../../core/reading/overlay-version.ts';
import { modelsOf, type ReadInput, type ReadOutcome } from '../../core/reading/reading-pool.ts';
import { isHeldOut } from '../../core/statistics/held-out.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { type LabelledPost, readLabelledPosts } from '../../db/reading/corrections.ts';
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

interface Example extends LabelledText {
  readonly heldOut: boolean;
}

/**
 * Learns from what people labelled: four posts of five teach, the fifth measures. The new version is kept
 * in any case; it goes into use when it is no worse on the held-out posts than the reader alone and than
 * what is in use, or when it is forced. Texts that are stored keep the reading they have.
 */
export async function trainTeamOverlay(
  deps: TrainDeps,
  input: { readonly by: string; readonly force: boolean },
): Promise<TrainOutcome> {
  const posts = await readLabelledPosts(deps.db);
  if (posts.length < FEWEST_LABELS) {
    return { kind: 'refused', reason: 'too_few_labels', labels: posts.length, needed: FEWEST_LABELS };
  }
  const { examples, reader } = await readExamples(deps, posts);
  const taught = examples.filter(({ heldOut }) => !heldOut);
  const bytes = await deps.train(taught.map(({ text, read, said }) => ({ text, read, said })));
  const report = reportOf(examples, unpackOverlay(bytes), await readCurrent(deps, reader));
  const use = input.force || mayBeActive(report.verdict);
  return { kind: 'trained', version: await keep(deps, { ...input, reader, report, bytes, use }) };
}

/** Reads all posts anew. One that cannot be read any more teaches nothing. */
async function readExamples(
  deps: TrainDeps,
  posts: readonly LabelledPost[],
): Promise<{ readonly examples: readonly Example[]; readonly reader: string }> {
  const outcomes = await deps.readPlain(posts.map(inputOf));
  let reader = '';
  const examples = posts.flatMap((post, at): Example[] => {
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

function inputOf({ title, text, rating }: LabelledPost): ReadInput {
  return { text, ...(title === null ? {} : { title }), ...(rating === null ? {} : { rating }) };
}

function reportOf(examples: readonly Example[], fresh: Overlay, current: Overlay | null): OverlayReport {
  const held = examples.filter(({ heldOut }) => heldOut);
  const score = (read: (example: Example) => Sentiment): LabelScore =>
    scoreLabels(held.map((example) => [example.said, read(example).label] as const));
  const before = score(({ read }) => read);
  const after = score(({ text, read }) => applyOverlay(fresh, text, read));
  const running = current === null ? null : score(({ text, read }) => applyOverlay(current, text, read));
  const trainedOn = examples.length - held.length;
  return {
    labels: examples.length,
    trainedOn,
    words: trainedOn >= WORDS_FROM,
    before,
    current: running,
    after,
    verdict: judgeOverlay(after, before, running),
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
