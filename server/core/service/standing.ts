import { fromKept, toKept } from '../reading/amount-unit.ts';
import type { Span } from '../series/trend-window.ts';
import { talliedMedian } from '../statistics/median-interval.ts';
import type { Share } from '../statistics/share.ts';
import { type ShareDifference, shareDifference } from '../statistics/share-difference.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Instant } from '../time.ts';
import { breaks, judgedAsNow, piecesOf, promiseAt, sameLevels, versionAt } from './judged-terms.ts';
import type { PublicPromise, Standard, StandardVersion } from './standard.ts';
import { gapBetween, gapIndex, type Levels, relativeGap, ZONES, type Zone, zoneOf } from './zone.ts';

/** Fewer posts prove nothing: not even the middle of what they say is between the smallest and the largest. */
export const MIN_POSTS = 6;
/** So large a share may break a promise before it is called one that is not kept. */
const ALLOWED = 0.1;

/** An amount that posts state, in the unit in which it is kept. */
export interface StatedAmount {
  /** When the piece of time begins in which they state it: see `piecesOf`. */
  readonly at: Instant;
  readonly value: number;
  readonly posts: number;
}

/** What posts of a period state; amounts in the unit of the standard. */
export interface StatedFigures {
  /** Posts that state an amount. */
  readonly posts: number;
  /** With its 95 % interval; null where too few state one. */
  readonly median: { readonly value: number; readonly lo: number; readonly hi: number } | null;
  /** Those below the floor of their time. */
  readonly broken: number;
  /** Wilson; null where too few state one. */
  readonly share: Share | null;
}

/** The median of what came against what was expected; negative where it is worse. */
export interface Gap {
  readonly expected: number;
  readonly actual: number;
  readonly value: number;
  readonly relative: number | null;
}

/** Against what we promised, or else aimed at, as these posts were written. */
export interface StandingGap extends Gap {
  readonly kind: 'promise' | 'target';
  readonly posts: number;
}

export interface PromiseStanding {
  /** Posts of the time it was valid, and those that state worse than it. */
  readonly posts: number;
  readonly broken: number;
  readonly share: Share | null;
  /** More of them than chance and a tenth would explain. */
  readonly over: boolean;
}

/** Terms other than those of now by which posts of the stretch were judged. */
export interface EarlierTerms {
  readonly version: number;
  readonly posts: number;
  readonly floor: number;
  readonly target: number;
  /** The amount promised for the newest of them; null where none was. */
  readonly promise: number | null;
}

export interface Standing {
  readonly told: StatedFigures;
  /** Of the post in the middle, each by the levels of its own time; of two in the middle, of the worse. */
  readonly zone: Zone | null;
  /** By which all of them were judged; null where they changed within the stretch. */
  readonly levels: Levels | null;
  /** Oldest first; none where the terms of now judge all. */
  readonly earlier: readonly EarlierTerms[];
  /** Posts that say what they expected. */
  readonly hopes: number;
  /** Their median beside the median of what came; null where too few say so. */
  readonly hoped: Gap | null;
  /** Of the newest promise about which enough posts state amounts, or else of the newest target. */
  readonly held: StandingGap | null;
  /** The stretch before; null where nobody was watching. */
  readonly before: StatedFigures | null;
  /** Share below the floor, now less before; null where it is not one floor, or too few posts state amounts. */
  readonly change: ShareDifference | null;
  /** Null where nothing was promised for this stretch. */
  readonly promise: PromiseStanding | null;
}

export interface StandingInput {
  readonly standard: Standard;
  /** Oldest first, one at least. */
  readonly versions: readonly StandardVersion[];
  readonly span: Span;
  readonly before: Span | null;
  readonly actual: readonly StatedAmount[];
  readonly expected: readonly StatedAmount[];
}

/** An amount with the terms of its time. */
interface Judged extends StatedAmount {
  readonly terms: StandardVersion;
  readonly promise: PublicPromise | null;
}

const within = <T extends StatedAmount>(amounts: readonly T[], { from, to }: Span): readonly T[] =>
  amounts.filter(({ at }) => at >= from && at < to);
const postsOf = (amounts: readonly StatedAmount[]): number =>
  amounts.reduce((sum, { posts }) => sum + posts, 0);

/**
 * Where a standard stands, by what posts state. Each is judged by the terms of its own time, older ones by the first.
 */
export function standingOf(input: StandingInput): Standing {
  const { standard, span, before, expected } = input;
  const judged = judge(input);
  const [those, earlier] = [within(judged, span), before && within(judged, before)];
  const [told, then] = [toldOf(those, standard), earlier && toldOf(earlier, standard)];
  const hopes = within(expected, span);
  const floors = new Set([...those, ...(earlier ?? [])].map(({ terms }) => terms.floor));
  const comparable = told.share !== null && then?.share != null && floors.size === 1;
  return {
    told,
    before: then,
    hopes: postsOf(hopes),
    zone: told.median && middleZone(those, standard),
    levels: oneLevels(those),
    earlier: earlierTerms(those, input.versions),
    hoped: gapOf(those, medianOf(hopes, standard)?.value, standard),
    held: heldOf(those, standard),
    change: comparable ? shareDifference(partOf(told), partOf(then)) : null,
    promise: promiseOf(those, input),
  };
}

function judge({ actual, versions }: StandingInput): readonly Judged[] {
  return actual.flatMap((amount) => {
    const terms = versionAt(versions, amount.at);
    return terms ? [{ ...amount, terms, promise: promiseAt(versions, amount.at) }] : [];
  });
}

const partOf = ({ broken, posts }: StatedFigures) => ({ hits: broken, n: posts });

function shareOf(hits: number, n: number): Share | null {
  return n < MIN_POSTS ? null : { p: hits / n, ...wilson(hits, n) };
}

function medianOf(amounts: readonly StatedAmount[], { unit }: Standard) {
  return talliedMedian(amounts.map(({ value, posts }) => ({ value: fromKept(value, unit), posts })));
}

function toldOf(amounts: readonly Judged[], standard: Standard): StatedFigures {
  const posts = postsOf(amounts);
  const broken = postsOf(amounts.filter(({ value, terms }) => breaks(value, terms.floor, standard)));
  return { posts, broken, share: shareOf(broken, posts), median: medianOf(amounts, standard) };
}

function middleZone(amounts: readonly Judged[], { unit, better }: Standard): Zone | null {
  const kept = ({ floor, target, ideal }: Levels): Levels => ({
    floor: toKept(floor, unit),
    target: toKept(target, unit),
    ideal: ideal && toKept(ideal, unit),
  });
  const zones = amounts.map(({ value, posts, terms }) => ({
    posts,
    zone: zoneOf(value, kept(terms), better),
  }));
  let left = postsOf(amounts) / 2;
  for (const zone of ZONES) {
    for (const each of zones) if (each.zone === zone) left -= each.posts;
    if (left <= 0) return zone;
  }
  return null;
}

function oneLevels(amounts: readonly Judged[]): Levels | null {
  const [first, ...rest] = amounts.map(({ terms }) => terms);
  if (first === undefined || rest.some((terms) => !sameLevels(terms, first))) return null;
  return { floor: first.floor, target: first.target, ideal: first.ideal };
}

function earlierTerms(
  amounts: readonly Judged[],
  versions: readonly StandardVersion[],
): readonly EarlierTerms[] {
  const otherwise = amounts.filter(({ at }) => !judgedAsNow(versions, at)).sort((a, b) => a.at - b.at);
  return versions.flatMap((terms) => {
    const those = otherwise.filter((amount) => amount.terms === terms);
    const posts = postsOf(those);
    if (posts === 0) return [];
    const { version, floor, target } = terms;
    return [{ version, posts, floor, target, promise: those.at(-1)?.promise?.value ?? null }];
  });
}

function gapOf(
  amounts: readonly StatedAmount[],
  expected: number | undefined,
  standard: Standard,
): Gap | null {
  const actual = medianOf(amounts, standard)?.value;
  if (actual === undefined || expected === undefined) return null;
  const relative = relativeGap(expected, actual, standard.better);
  return { expected, actual, value: gapBetween(expected, actual, standard.better), relative };
}

/** Amounts that were promised at their time are held to the promise, the others to the target. */
function heldOf(amounts: readonly Judged[], standard: Standard): StandingGap | null {
  const newest = amounts.toSorted((a, b) => b.at - a.at);
  for (const kind of ['promise', 'target'] as const) {
    const those = newest.filter(({ promise }) => (promise !== null) === (kind === 'promise'));
    const byLevel = Map.groupBy(those, ({ promise, terms }) => promise?.value ?? terms.target);
    for (const [expected, held] of byLevel) {
      const gap = gapOf(held, expected, standard);
      if (gap !== null) return { ...gap, kind, posts: postsOf(held) };
    }
  }
  return null;
}

function promiseOf(
  amounts: readonly Judged[],
  { standard, span, versions }: StandingInput,
): PromiseStanding | null {
  if (piecesOf(span, versions).every(({ from }) => promiseAt(versions, from) === null)) return null;
  const valid = amounts.filter(({ promise }) => promise !== null);
  const posts = postsOf(valid);
  const broken = postsOf(
    valid.filter(({ value, promise }) => promise !== null && breaks(value, promise.value, standard)),
  );
  const share = shareOf(broken, posts);
  return { posts, broken, share, over: share !== null && share.lo > ALLOWED };
}

/** The expectation gap index over standards about which enough posts state amounts, equally weighted. */
export function standingIndex(
  standings: readonly { readonly standard: Standard; readonly standing: Standing }[],
): number | null {
  return gapIndex(
    standings.flatMap(({ standard, standing: { held } }) =>
      held ? [{ expected: held.expected, actual: held.actual, better: standard.better, weight: 1 }] : [],
    ),
  );
}
