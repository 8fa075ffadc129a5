import { fromKept, toKept } from '../reading/amount-unit.ts';
import type { Span } from '../series/trend-window.ts';
import { median } from '../statistics/median.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import type { Share } from '../statistics/share.ts';
import { type ShareDifference, shareDifference } from '../statistics/share-difference.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Instant } from '../time.ts';
import type { PublicPromise, Standard, StandardVersion } from './standard.ts';
import { fallsShort, gapBetween, gapIndex, relativeGap, type Zone, zoneOf } from './zone.ts';

/** Fewer posts tell nothing: not even the middle of what they say is between the smallest and the largest. */
export const FEWEST_POSTS = 6;
/** So large a share may break a promise before it is called one that is not kept. */
const ALLOWED = 0.1;

/** An amount that a post tells, in the unit in which it is kept. */
export interface StatedAmount {
  readonly at: Instant;
  readonly value: number;
}

/** What posts of a stretch tell; amounts in the unit of the standard. */
export interface Told {
  /** Posts that tell an amount. */
  readonly posts: number;
  /** With its 95 % interval; null where too few tell. */
  readonly median: { readonly value: number; readonly lo: number; readonly hi: number } | null;
  /** Those below the floor of their time. */
  readonly broken: number;
  /** Wilson; null where too few tell. */
  readonly share: Share | null;
}

/** Against what was expected; negative where it is worse. */
export interface Gap {
  readonly expected: number;
  readonly value: number;
  readonly relative: number | null;
}

export interface PromiseStanding {
  /** Posts of the time it was valid, and those that tell worse than it and than the floor. */
  readonly posts: number;
  readonly broken: number;
  readonly share: Share | null;
  /** More of them than chance and a tenth would explain. */
  readonly over: boolean;
}

export interface Standing {
  readonly told: Told;
  readonly zone: Zone | null;
  /** Posts that say what they expected. */
  readonly hopes: number;
  /** Their median beside the median of what came; null where too few say so. */
  readonly hoped: Gap | null;
  /** What we promise, or else aim at, beside it. */
  readonly held: Gap | null;
  /** The stretch before; null where nobody was watching. */
  readonly before: Told | null;
  /** Share below the floor, now less before. */
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

const within = (amounts: readonly StatedAmount[], { from, to }: Span): readonly StatedAmount[] =>
  amounts.filter(({ at }) => at >= from && at < to);

/** Where a standard stands, by what posts tell. Each is judged by the floor of its own time, older ones by the first. */
export function standingOf(input: StandingInput): Standing {
  const { standard, span, before, actual, expected } = input;
  const told = toldOf(within(actual, span), input);
  const then = before && toldOf(within(actual, before), input);
  const hopes = within(expected, span).map(({ value }) => fromKept(value, standard.unit));
  const enough = told.share !== null && then?.share != null;
  return {
    ...{ told, before: then, hopes: hopes.length },
    zone: told.median && zoneOf(told.median.value, standard, standard.better),
    hoped: hopes.length < FEWEST_POSTS ? null : gapOf(told, median(hopes), standard),
    held: gapOf(told, promisedIn(standard, span)?.value ?? standard.target, standard),
    change: enough && then ? shareDifference(partOf(told), partOf(then)) : null,
    promise: promiseOf(input),
  };
}

const partOf = ({ broken, posts }: Told) => ({ hits: broken, n: posts });

function shareOf(hits: number, n: number): Share | null {
  return n < FEWEST_POSTS ? null : { p: hits / n, ...wilson(hits, n) };
}

function toldOf(
  amounts: readonly StatedAmount[],
  { standard, versions }: Pick<StandingInput, 'standard' | 'versions'>,
): Told {
  const values = amounts.map(({ value }) => fromKept(value, standard.unit));
  const broken = amounts.filter(({ at, value }) =>
    breaks(value, versionAt(versions, at)?.floor ?? standard.floor, standard),
  ).length;
  const interval = amounts.length < FEWEST_POSTS ? null : medianInterval(values);
  return {
    ...{ posts: amounts.length, broken, share: shareOf(broken, amounts.length) },
    median: interval && { value: median(values), ...interval },
  };
}

/** Whether a kept amount is worse than a level of a standard. */
export function breaks(
  value: number,
  level: number,
  { unit, better }: Pick<Standard, 'unit' | 'better'>,
): boolean {
  return fallsShort(value, toKept(level, unit), better);
}

/** The terms of a time; before there were any, the first. */
export function versionAt(versions: readonly StandardVersion[], at: Instant): StandardVersion | undefined {
  return versions.findLast((each) => each.at <= at) ?? versions[0];
}

function gapOf({ median: actual }: Told, expected: number, { better }: Standard): Gap | null {
  if (actual === null) return null;
  const relative = relativeGap(expected, actual.value, better);
  return { expected, value: gapBetween(expected, actual.value, better), relative };
}

/** What was promised for any part of a stretch. */
function promisedIn({ promise }: Standard, { from, to }: Span): PublicPromise | null {
  if (promise === null || promise.from >= to || (promise.to ?? to) <= from) return null;
  return promise;
}

function promiseOf({ standard, span, actual }: StandingInput): PromiseStanding | null {
  const promise = promisedIn(standard, span);
  if (promise === null) return null;
  const valid = { from: Math.max(span.from, promise.from), to: Math.min(span.to, promise.to ?? span.to) };
  const those = within(actual, valid);
  const broken = those.filter(
    ({ value }) => breaks(value, promise.value, standard) && breaks(value, standard.floor, standard),
  ).length;
  const share = shareOf(broken, those.length);
  return { posts: those.length, broken, share, over: share !== null && share.lo > ALLOWED };
}

/** The expectation gap index over standards of which enough is told, each as weighty as the next. */
export function standingIndex(
  standings: readonly { readonly standard: Standard; readonly standing: Standing }[],
): number | null {
  return gapIndex(
    standings.flatMap(({ standard, standing: { told, held } }) =>
      told.median && held
        ? [{ expected: held.expected, actual: told.median.value, better: standard.better, weight: 1 }]
        : [],
    ),
  );
}
