import { gravestClaim } from '../finding/by-telling.ts';
import type { Finding } from '../finding/finding.ts';
import { LEVELS, type Level } from '../risk/grade.ts';
import { HOUR, type Instant } from '../time.ts';

/** What was found when an alert changed. */
export interface Finds {
  readonly at: Instant;
  readonly to: Level;
  readonly findings: readonly Finding[];
}

/**
 * An alert at its worst: the highest level, of several such the one with the gravest claim, then the latest. What it
 * holds now is what was found last, which may be little. Null where nothing was found: people registered facts.
 */
export function peakOf(changes: readonly Finds[]): Finds | null {
  const found = changes.filter(({ findings }) => findings.length > 0);
  return found.toSorted((a, b) => standing(b) - standing(a) || claim(b) - claim(a) || b.at - a.at)[0] ?? null;
}

const standing = ({ to }: Finds): number => LEVELS.indexOf(to);

function claim({ findings }: Finds): number {
  const weight = gravestClaim(findings)?.facts.weight;
  return typeof weight === 'number' ? weight : 0;
}

/** Whether what was found is an account of another time: 近 1 小时 is not the reader's. */
export function isPast({ at }: Pick<Finds, 'at'>, now: Instant): boolean {
  return now - at > HOUR;
}
