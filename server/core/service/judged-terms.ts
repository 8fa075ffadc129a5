import { toKept } from '../reading/amount-unit.ts';
import type { Span } from '../series/trend-window.ts';
import type { Instant } from '../time.ts';
import type { PublicPromise, Standard, StandardVersion } from './standard.ts';
import { fallsShort, type Levels } from './zone.ts';

/** The terms of a time; before there were any, the first. */
export function versionAt(versions: readonly StandardVersion[], at: Instant): StandardVersion | undefined {
  return versions.findLast((each) => each.at <= at) ?? versions[0];
}

/** What was promised at a time, by the terms of that time. */
export function promiseAt(versions: readonly StandardVersion[], at: Instant): PublicPromise | null {
  const promise = versionAt(versions, at)?.promise ?? null;
  return promise !== null && promise.from <= at && (promise.to === null || at < promise.to) ? promise : null;
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

/** Whether posts come out alike by both, whoever wrote them down. */
export function judgesAlike(a: StandardVersion, b: StandardVersion): boolean {
  const binding = ({ promise }: StandardVersion) =>
    promise && JSON.stringify([promise.value, promise.from, promise.to]);
  return sameLevels(a, b) && binding(a) === binding(b);
}
