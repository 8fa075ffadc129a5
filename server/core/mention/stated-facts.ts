import { KEPT_UNITS, type KeptUnit, keptUnit, toKept } from '../reading/amount-unit.ts';
import { type Aspect, TOUCHPOINTS, type Touchpoint } from '../reading/analysis.ts';
import type { AnalysedMention, Fact } from './mention.ts';

/** What came, and what was expected; the value is the amount, times in minutes. They alarm nobody. */
export type StatedSide = 'actual' | 'expected';

/** Rooms are heated, nothing else that is read is measured in degrees. */
export const isMeasured = (touchpoint: Touchpoint, unit: KeptUnit): boolean =>
  unit !== 'celsius' || touchpoint === 'heating';

export function statedName(side: StatedSide, touchpoint: Touchpoint, unit: KeptUnit): string {
  return `${side}.${touchpoint}.${unit}`;
}

export const STATED_NAMES: readonly string[] = TOUCHPOINTS.flatMap((touchpoint) =>
  KEPT_UNITS.filter((unit) => isMeasured(touchpoint, unit)).flatMap((unit) => [
    statedName('actual', touchpoint, unit),
    statedName('expected', touchpoint, unit),
  ]),
);

/** The least that is demanded of heated rooms: the reader sets it beside every room, so nobody said it. */
export const ROOM_LEAST = 18;

/**
 * The amounts that a post states for each touchpoint it names, one of each kind: in what it says of that touchpoint
 * itself, else of none or of a wait, which is for whatever the post is about (as `statedOf` has it). Praise counts as
 * complaint does. A copy is no new measurement.
 */
export function statedFacts({ post, analysis }: AnalysedMention): readonly Fact[] {
  const { aspects } = analysis;
  if (post.copyOf !== null || aspects.every(({ actual }) => actual === undefined)) return [];
  const named = new Set(aspects.flatMap(({ touchpoint }) => (touchpoint === null ? [] : [touchpoint])));
  return [...named].flatMap((touchpoint) => {
    const found = new Map<string, number>();
    for (const said of [touchpoint, null, 'waiting']) {
      for (const aspect of aspects) if (aspect.touchpoint === said) take(found, touchpoint, aspect);
    }
    return [...found].map(([name, value]) => ({ name, value }));
  });
}

function take(found: Map<string, number>, touchpoint: Touchpoint, aspect: Aspect): void {
  const { actual, expected, unit = '' } = aspect;
  const kept = keptUnit(unit);
  if (kept === null || !isMeasured(touchpoint, kept)) return;
  const put = (side: StatedSide, value: number | undefined) => {
    const name = statedName(side, touchpoint, kept);
    if (value !== undefined && !found.has(name)) found.set(name, toKept(value, unit));
  };
  put('actual', actual);
  if (kept !== 'celsius' || expected !== ROOM_LEAST) put('expected', expected);
}
