import { type HeldFinding, isStatistical } from '../../core/finding/false-discovery.ts';
import type { Finding } from '../../core/finding/finding.ts';
import { isObservation, isVolume } from '../../core/finding/finding-kind.ts';
import type { Risk } from '../../core/risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../../core/risk/risk-setting.ts';
import { SEVERE } from '../../core/risk/severity-weight.ts';
import type { Db } from '../../db/database.ts';
import { isWeeklyHabit } from '../../db/series/weekly-habits.ts';
import type { LookedAt } from './looked-at.ts';

/** Shares of complaints that are unusual while as much is said as ever. */
const SHARES: ReadonlySet<string> = new Set(['negative-share', 'touchpoint']);

/** That more is said, or complained of, may be; a claim with lives at stake, or a silence, never is. */
function mayBeUsual(finding: Finding): boolean {
  const { detector, facts } = finding;
  if (isObservation(finding)) return false;
  if (detector === 'severity') return Number(facts.weight) < SEVERE;
  return isStatistical(finding) && (isVolume(finding) || SHARES.has(detector));
}

/** Whether the index stands at II or above even so: then nothing is too usual to be told. A large wave alone reaches III. */
export function isGrave({ index, thresholds }: Pick<Risk, 'index' | 'thresholds'>): boolean {
  return index >= (thresholds ?? DEFAULT_RISK_SETTING.thresholds).II;
}

/** What stays held where the index stands so high. */
export function withoutHabits(held: readonly HeldFinding[]): readonly HeldFinding[] {
  return held.filter(({ reason }) => reason !== 'weekly-habit');
}

/**
 * What recurs each week at the same time, about as large and about the same, is no news: people were told of it the
 * first times. What is graver is never held.
 * @param held what nobody is told anyway
 * @param faults takes what went wrong with single watches; nothing of those is held
 */
export async function weeklyHabits(
  db: Db,
  looks: readonly LookedAt[],
  held: readonly HeldFinding[],
  faults: unknown[],
): Promise<readonly HeldFinding[]> {
  const known = new Set(held.map(({ finding }) => finding));
  const habits: HeldFinding[] = [];
  for (const { series, findings } of looks) {
    const told = findings.filter((finding) => mayBeUsual(finding) && !known.has(finding));
    try {
      const usual: Finding[] = [];
      for (const finding of told) if (await isWeeklyHabit(db, series, finding)) usual.push(finding);
      habits.push(...usual.map((finding) => ({ finding, reason: 'weekly-habit' as const })));
    } catch (fault) {
      faults.push(fault);
    }
  }
  return habits;
}
