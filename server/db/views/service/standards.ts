import { cut } from '../../../core/mention/clean.ts';
import type { Watch } from '../../../core/mention/watch.ts';
import { fromKept, keptUnit, toKept } from '../../../core/reading/amount-unit.ts';
import type {
  BrokenExample,
  StandardRow,
  StandardScreen,
  StandardsScreen,
} from '../../../core/screens/standards.ts';
import { lookedSpan, type Span, windowsOf } from '../../../core/series/trend-window.ts';
import { breaks, piecesOf, promiseAt, versionAt } from '../../../core/service/judged-terms.ts';
import type { Standard, StandardVersion } from '../../../core/service/standard.ts';
import { MIN_POSTS, standingIndex, standingOf } from '../../../core/service/standing.ts';
import { type Instant, MINUTE } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { watchedSince } from '../../series/watched-since.ts';
import { listStandards, listVersions, markOfStandard, requireStandard } from '../../service/standards.ts';
import {
  amountKey,
  factOf,
  type JudgedPiece,
  readAmounts,
  readBroken,
  type ToldAmount,
} from '../../service/stated-amounts.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { type ReadMention, readMentions } from '../mention/mention-rows.ts';

export interface StandardsInput {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
}

const MAX_EXAMPLES = 10;
const MAX_QUOTE_LENGTH = 60;

type Amounts = Awaited<ReturnType<typeof readAmounts>>;

/** What is known of some standards of a stretch and of the one before it. */
interface StandardFacts {
  readonly span: Span;
  readonly before: Span | null;
  readonly amounts: Amounts;
  readonly versions: ReadonlyMap<number, readonly StandardVersion[]>;
}

/**
 * The register with what posts state about each, from facts alone. Its stretch of time is that of the page of service
 * expectations, held against as long a one before.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readStandards(
  db: Db,
  input: StandardsInput & { readonly watchId: number | null },
): Promise<StandardsScreen> {
  const { watchId, now } = input;
  const all = await listWatches(db);
  const watches = chosenWatches(all, watchId);
  const standards = await listStandards(
    db,
    watches.map(({ id }) => id),
  );
  const known = await readKnown(db, watches, standards, input);
  const names = new Map(watches.map(({ id, name }) => [id, name]));
  const rows = standards.map((standard) => rowOf(standard, names.get(standard.watchId) ?? '', known, now));
  return {
    now,
    watchId,
    span: known.span,
    before: known.before,
    fewest: MIN_POSTS,
    standards: rows,
    watches: all.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
    index: standingIndex(rows.map((row) => ({ standard: row, standing: row.standing }))),
  };
}

/** Of many posts the amounts are kept for a minute; the terms are read again each time. */
async function readKnown(
  db: Db,
  watches: readonly Watch[],
  standards: readonly Standard[],
  { from, to, now }: StandardsInput,
): Promise<StandardFacts> {
  // Of a time in which one of them was not yet watched, all together say nothing.
  const since = await watchedSince(
    db,
    watches.filter(({ id }) => standards.some(({ watchId }) => watchId === id)),
  );
  const windows = windowsOf(lookedSpan({ from, to }, now), 'before', since);
  const { now: span, before } = windows;
  const versions = await listVersions(
    db,
    standards.map(({ id }) => id),
  );
  const asked = standards.map((standard) => ({
    standard,
    pieces: [span, ...before].flatMap((each) => piecesOf(each, versions.get(standard.id) ?? [])),
  }));
  // The end of a piece is the beginning of the next one, or that of the minute.
  const cuts = asked.map(({ standard, pieces }) => `${standard.id} ${pieces.map(({ from }) => from).join()}`);
  const key = `amounts ${Math.floor(span.to / MINUTE)} ${cuts.join('|')}`;
  const amounts = await keepWhenDear(db, key, () => readAmounts(db, asked));
  return { span, before: before[0] ?? null, amounts, versions };
}

function rowOf(standard: Standard, watchName: string, known: StandardFacts, now: Instant): StandardRow {
  const { span, before, versions, amounts } = known;
  return {
    ...standard,
    watchName,
    mark: markOfStandard(standard),
    fact: factOf(standard, 'actual'),
    overdue: standard.reviewAt !== null && standard.reviewAt <= now,
    standing: standingOf({
      standard,
      span,
      before,
      versions: versions.get(standard.id) ?? [],
      actual: amounts.get(amountKey(standard.id, 'actual')) ?? [],
      expected: amounts.get(amountKey(standard.id, 'expected')) ?? [],
    }),
  };
}

/**
 * One standard with the posts that broke its floor or its promise and all terms that it ever had.
 * @throws AppError('not_found') for one that does not exist
 */
export async function readStandard(db: Db, id: number, input: StandardsInput): Promise<StandardScreen> {
  const { standard, retiredAt, retiredBy } = await requireStandard(db, id);
  const watch = (await listWatches(db)).find((each) => each.id === standard.watchId);
  const known = await readKnown(db, watch ? [watch] : [], [standard], input);
  const versions = known.versions.get(id) ?? [];
  return {
    row: rowOf(standard, watch?.name ?? '', known, input.now),
    span: known.span,
    retiredAt,
    retiredBy,
    examples: await readExamples(db, standard, versions, known),
    versions: versions.toReversed(),
  };
}

async function readExamples(
  db: Db,
  standard: Standard,
  versions: readonly StandardVersion[],
  known: StandardFacts,
): Promise<readonly BrokenExample[]> {
  const pieces = piecesOf(known.span, versions).flatMap((piece) => judgedBy(piece, versions, standard));
  const broken = await readBroken(db, standard, pieces, MAX_EXAMPLES);
  const mentions = await readMentions(db, broken);
  const byPost = new Map(broken.map((told) => [told.postId, told]));
  return mentions.flatMap((mention) => {
    const told = byPost.get(mention.row.postId);
    return told ? [exampleOf(mention, told, { standard, versions })] : [];
  });
}

/** What is stated must be no worse than the better of floor and promise. */
function judgedBy(
  piece: Span,
  versions: readonly StandardVersion[],
  { better }: Standard,
): readonly JudgedPiece[] {
  const floor = versionAt(versions, piece.from)?.floor;
  if (floor === undefined) return [];
  const promised = promiseAt(versions, piece.from)?.value ?? floor;
  return [{ ...piece, level: better === 'low' ? Math.min(floor, promised) : Math.max(floor, promised) }];
}

/** The words that state it; what stands in a title has no span in the text. */
function exampleOf(
  { row, fullText, analysis }: ReadMention,
  { at, value }: ToldAmount,
  { standard, versions }: { readonly standard: Standard; readonly versions: readonly StandardVersion[] },
): BrokenExample {
  const { unit } = standard;
  const aspect = analysis.aspects.find(
    (each) =>
      keptUnit(each.unit ?? '') === keptUnit(unit) &&
      toKept(each.actual ?? Number.NaN, each.unit ?? '') === value,
  );
  const said = (aspect && fullText.slice(...aspect.span)) || row.title || fullText;
  const promise = promiseAt(versions, at);
  return {
    mentionId: row.postId,
    at: row.at,
    quote: cut(said, MAX_QUOTE_LENGTH),
    actual: fromKept(value, unit),
    unit,
    below: breaks(value, versionAt(versions, at)?.floor ?? standard.floor, standard),
    promised: promise !== null && breaks(value, promise.value, standard) ? promise.value : null,
  };
}
