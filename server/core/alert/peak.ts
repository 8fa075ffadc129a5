import { byTelling, gravestClaim } from '../finding/by-telling.ts';
import type { Finding } from '../finding/finding.ts';
import { LEVELS, type Level } from '../risk/grade.ts';
import { HOUR, type Instant, MINUTE } from '../time.ts';
import type { Alert } from './alert.ts';

/** What was found when an alert changed. */
export interface Finds {
  readonly at: Instant;
  readonly to: Level;
  readonly findings: readonly Finding[];
  /** The risk index then, where it is known. */
  readonly risk?: number;
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

/** Longer ago, what was found is not what is so now: every few minutes it is looked at again. */
const STANDS = 20 * MINUTE;

/** When what an alert holds was found; null where nothing was. */
export function foundAt(findings: readonly Finding[]): Instant | null {
  return findings.length === 0 ? null : Math.max(...findings.map(({ at }) => at));
}

/** Whether what an alert holds is so at `at`: it was found just now. */
export function isFound(findings: readonly Finding[], at: Instant): boolean {
  const found = foundAt(findings);
  return found !== null && at - found <= STANDS;
}

/**
 * Whether an alert is at its worst at `at`: what it holds was found just now, and is no less than what was announced.
 */
export function isAtWorst(
  { findings, risk }: Pick<Alert, 'findings' | 'risk'>,
  peak: Finds | undefined,
  at: Instant,
): boolean {
  const found = foundAt(findings);
  if (found === null) return true;
  if (!isFound(findings, at)) return false;
  if (peak === undefined || peak.at >= found) return true;
  const [main, top] = [byTelling(findings)[0], byTelling(peak.findings)[0]];
  if (main === undefined || top === undefined || main.detector !== top.detector || main.key !== top.key)
    return risk.index >= (peak.risk ?? 0);
  return main.detector === 'hot-list' ? main.observed <= top.observed : main.observed >= top.observed;
}

/** Whether what was found is an account of another time: 近 1 小时 is not the reader's. */
export function isPast({ at }: Pick<Finds, 'at'>, now: Instant): boolean {
  return now - at > HOUR;
}
