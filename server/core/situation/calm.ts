import type { Alert } from '../alert/alert.ts';
import { type HeldFinding, isStatistical } from '../finding/false-discovery.ts';
import type { Finding } from '../finding/finding.ts';
import { isObservation, isVolume } from '../finding/finding-kind.ts';
import type { FindingsAndHeld } from '../finding/like-with-like.ts';
import { levelOf, type Risk, rankOf, WEEKLY_HABIT } from '../risk/grade.ts';
import { type AppliedSetting, DEFAULT_RISK_SETTING } from '../risk/risk-setting.ts';
import { SEVERE } from '../risk/severity-weight.ts';
import type { Situation } from './situation.ts';

/** Shares of complaints that are unusual while as much is said as ever. */
const SHARES: ReadonlySet<string> = new Set(['negative-share', 'touchpoint']);

/** That more is said, or complained of, may be a weekly habit; a claim with lives at stake, or a silence, never is. */
export function mayBeUsual(finding: Finding): boolean {
  const { detector, facts } = finding;
  if (isObservation(finding)) return false;
  if (detector === 'severity') return Number(facts.weight) < SEVERE;
  return isStatistical(finding) && (isVolume(finding) || SHARES.has(detector));
}

/**
 * Whether the index stands at II or above even so: then nothing is too usual to be announced. A large wave alone
 * reaches III.
 */
export function isGrave({ index, thresholds }: Pick<Risk, 'index' | 'thresholds'>): boolean {
  return index >= (thresholds ?? DEFAULT_RISK_SETTING.thresholds).II;
}

/** What an open alert says already is not taken back when others grow calmer. */
function heldOf(
  findings: readonly Finding[],
  held: readonly HeldFinding[],
  open: Pick<Alert, 'findings'> | undefined,
): readonly HeldFinding[] {
  const said = new Set(open?.findings.map((finding) => `${finding.detector} ${finding.key}`));
  return held.filter(
    ({ finding }) => findings.includes(finding) && !said.has(`${finding.detector} ${finding.key}`),
  );
}

/** How a watch stands without what is held back. */
export interface Calm {
  readonly held: readonly HeldFinding[];
  readonly passed: readonly Finding[];
  readonly seen: Situation;
}

/** No index reaches them: what is left of a level is owed to claims, conditions and playbooks. */
const UNREACHED = { IV: 101, III: 102, II: 103, I: 104 } as const;

/** Whether all that is unusual by its number recurs each week. */
function isAllHabit(all: FindingsAndHeld): boolean {
  const reasons = new Map(all.held.map(({ finding, reason }) => [finding, reason]));
  const told = all.findings
    .filter(isStatistical)
    .map((finding) => reasons.get(finding))
    .filter((reason) => reason === undefined || reason === 'weekly-habit');
  return told.length > 0 && told.every((reason) => reason === 'weekly-habit');
}

/** An open alert does not rise by the index that a weekly habit lifts; whatever else lifts it is news of its own. */
function withoutRise(seen: Situation, most: number): Situation {
  const { risk, settled } = seen;
  return {
    ...seen,
    risk: {
      ...risk,
      level: levelOf(Math.min(rankOf(risk.level), most)),
      overrides: [...risk.overrides, WEEKLY_HABIT],
    },
    settled: levelOf(Math.min(rankOf(settled), most)),
  };
}

/**
 * How a watch stands without what is held. Weekly habits are held until the index says II or above without them, and
 * until then lift no alert that is open for something else.
 * @param all what is found, and what of it is to be held
 * @param look how it stands where this is found, by a setting
 */
export function seenCalmly(
  all: FindingsAndHeld,
  open: Pick<Alert, 'findings' | 'level'> | undefined,
  setting: AppliedSetting,
  look: (passed: readonly Finding[], setting: AppliedSetting) => Situation,
): Calm {
  const without = (held: readonly HeldFinding[]): Calm => {
    const passed = all.findings.filter((finding) => !held.some((each) => each.finding === finding));
    return { held, passed, seen: look(passed, setting) };
  };
  const calm = without(heldOf(all.findings, all.held, open));
  if (isGrave(calm.seen.risk)) return without(calm.held.filter(({ reason }) => reason !== 'weekly-habit'));
  if (open === undefined || !isAllHabit(all)) return calm;
  const { level } = look(calm.passed, { ...setting, thresholds: UNREACHED }).risk;
  return { ...calm, seen: withoutRise(calm.seen, Math.max(rankOf(open.level), rankOf(level))) };
}
