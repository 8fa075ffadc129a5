import { toKept } from '../reading/amount-unit.ts';
import type { Span } from '../series/trend-window.ts';
import type { Instant } from '../time.ts';
import type { PublicPromise, Standard, StandardVersion } from './standard.ts';
import { fallsShort, type Levels } from './zone.ts';

/** The terms of a time; before there were any, the first. */
export function versionAt(versions: readonly StandardVersion[], at: Instant): StandardVersion | undefined {
  return versions.findLast((each) => each.at <= at) ?? versions[0];
}

/**
 * What was promised at a time: a promise is public, so it binds from its own first to its own last day, whenever it was
 * written down. Of several in force the one that was made last; of two of one day that of the terms of the time.
 */
export function promiseAt(versions: readonly StandardVersion[], at: Instant): PublicPromise | null {
  const current = versionAt(versions, at);
  const written = versions
    .filter((each) => each === current || each.at > at)
    .flatMap(({ promise }) => promise ?? []);
  const inForce = written
    // When it ends is known by what was last written of it.
    .map((one) => written.findLast(({ from, value }) => from === one.from && value === one.value) ?? one)
    .filter(({ from, to }) => from <= at && (to === null || at < to));
  return inForce.reduce<PublicPromise | null>(
    (last, each) => (last && last.from >= each.from ? last : each),
    null,
  );
}

/** A span cut where terms are amended and where a promise begins or ends: within a piece all are judged alike. */
export function piecesOf({ from, to }: Span, versions: readonly StandardVersion[]): readonly Span[] {
  const cuts = versions.flatMap(({ at, promise }) => [at, promise?.from ?? at, promise?.to ?? at]);
  const inside = [...new Set(cuts)].filter((at) => at > from && at < to).sort((a, b) => a - b);
  return [from, ...inside].flatMap((start, i) => {
    const end = inside[i] ?? to;
    return start < end ? [{ from: start, to: end }] : [];
  });
}

/** Whether a kept amount is worse than a level of a standard. */
export function breaks(
  value: number,
  level: number,
  { unit, better }: Pick<Standard, 'unit' | 'better'>,
): boolean {
  return fallsShort(value, toKept(level, unit), better);
}

export const sameLevels = (a: Levels, b: Levels): boolean =>
  a.floor === b.floor && a.target === b.target && a.ideal === b.ideal;

/** Whether a post of this time comes out as it would by the newest terms alone. */
export function judgedAsNow(versions: readonly StandardVersion[], at: Instant): boolean {
  const [terms, newest] = [versionAt(versions, at), versions.at(-1)];
  if (terms === undefined || newest === undefined) return true;
  return sameLevels(terms, newest) && promiseAt(versions, at)?.value === promiseAt([newest], at)?.value;
}
