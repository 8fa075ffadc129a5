import type { HeldFinding } from '../../core/finding/false-discovery.ts';
import type { Finding } from '../../core/finding/finding.ts';
import type { Series } from '../../core/series/series.ts';
import { mayBeUsual } from '../../core/situation/calm.ts';
import type { Db } from '../../db/database.ts';
import { isWeeklyHabit } from '../../db/series/weekly-habits.ts';

/** A watch at a moment, and what was found then. */
interface WatchFindings {
  readonly series: Series;
  readonly findings: readonly Finding[];
}

/**
 * What recurs each week at the same time, about as large and about the same, is no news: people were notified of it the
 * first times. What is graver is never held.
 * @param held what is held back anyway
 * @param faults takes what went wrong with single watches; nothing of those is held
 * @param isHabit asks the past; one that remembers what it was asked spares it
 */
export async function weeklyHabits(
  db: Db,
  looks: readonly WatchFindings[],
  held: readonly HeldFinding[],
  faults: unknown[],
  isHabit: typeof isWeeklyHabit = isWeeklyHabit,
): Promise<readonly HeldFinding[]> {
  const known = new Set(held.map(({ finding }) => finding));
  const habits: HeldFinding[] = [];
  for (const { series, findings } of looks) {
    const told = findings.filter((finding) => mayBeUsual(finding) && !known.has(finding));
    try {
      const usual: Finding[] = [];
      for (const finding of told) if (await isHabit(db, series, finding)) usual.push(finding);
      habits.push(...usual.map((finding) => ({ finding, reason: 'weekly-habit' as const })));
    } catch (fault) {
      faults.push(fault);
    }
  }
  return habits;
}

/** Asks the past once about each finding, however often a stretch of it is looked through. */
export function createHabitMemory(): typeof isWeeklyHabit {
  const known = new Map<string, Promise<boolean>>();
  return (db, series, finding) => {
    const { watchId, detector, key, at, windowMinutes, observed, facts } = finding;
    const asked = [watchId, detector, key, at, windowMinutes, observed, facts.measure, facts.negative].join(
      '|',
    );
    const answer = known.get(asked) ?? isWeeklyHabit(db, series, finding);
    known.set(asked, answer);
    return answer;
  };
}
