import { falseDiscoveries } from '../../core/finding/false-discovery.ts';
import { findIn } from '../../core/finding/find.ts';
import type { Detector, Finding } from '../../core/finding/finding.ts';
import { lateFinding } from '../../core/finding/late-finding.ts';
import { type LateArrivals, lateMoments } from '../../core/series/late.ts';
import { isGrave } from '../../core/situation/calm.ts';
import { situationOf } from '../../core/situation/situation.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { readArrivals, readArrivalsOf } from '../../db/series/arrivals.ts';
import { readSeriesOf } from '../../db/series/series.ts';
import { setFeedsApart } from './feeds-apart.ts';
import { weeklyHabits } from './habits.ts';
import type { LateLook, LookedAt } from './looked-at.ts';

interface LateDeps {
  readonly db: Db;
  readonly detectors: readonly Detector[];
  /** Statistical tests of the whole pass. */
  readonly tests: number;
  readonly falseShare: number;
}

/**
 * A slow feed, or one that was dead for days, brings what no window up to now reaches. Where posts came late, the watch
 * is looked at once more as of the moments that they make unusual. A few statements for each of these watches, none for
 * others.
 * @param faults takes what went wrong with single watches; those stay as they were looked at
 */
export async function lookLate(
  deps: LateDeps,
  looks: readonly LookedAt[],
  arrived: ReadonlyMap<number, LateArrivals>,
  faults: unknown[],
): Promise<readonly LookedAt[]> {
  const seen: LookedAt[] = [];
  for (const look of looks) {
    const late = arrived.get(look.watch.id);
    try {
      seen.push(late === undefined ? look : { ...look, late: await looksBack(deps, look, late) });
    } catch (fault) {
      faults.push(fault);
      seen.push(look);
    }
  }
  return seen;
}

async function looksBack(deps: LateDeps, look: LookedAt, late: LateArrivals): Promise<readonly LateLook[]> {
  const found: LateLook[] = [];
  for (const at of lateMoments(look.series, late, look.now)) {
    const back = await lookAt(deps, look, at);
    if (back.findings.length > 0) found.push(back);
  }
  return found;
}

async function lookAt(deps: LateDeps, look: LookedAt, at: Instant): Promise<LateLook> {
  const { db, detectors, tests, falseShare } = deps;
  const [plain] = await readSeriesOf(db, [look.watch], at, null);
  const series = { ...(plain ?? look.series), sensitivity: look.setting.sensitivity };
  const then: LookedAt = { ...look, series, findings: findIn(detectors, series, at), now: at };
  const faults: unknown[] = [];
  const { looks, held } = await setFeedsApart(deps, [then], faults);
  if (faults.length > 0) throw faults[0];
  const found = (looks[0]?.findings ?? []).filter((each) => !held.some(({ finding }) => finding === each));
  const chance = falseDiscoveries(found, tests, falseShare);
  const likely = found.filter((each) => !chance.some(({ finding }) => finding === each));
  const sure = await withoutUsual(db, { ...then, findings: likely });
  if (sure.length === 0) return { at, series, findings: [] };
  const mentions = await readArrivals(db, look.watch.id, at);
  const shown = await readArrivalsOf(db, [...new Set(sure.flatMap(({ examples }) => examples))]);
  const findings = sure.flatMap((each) => lateFinding(each, { mentions, shown }, look.now) ?? []);
  return { at, series, findings };
}

/** A weekly wave is as usual where its source is slow. */
async function withoutUsual(db: Db, then: LookedAt): Promise<readonly Finding[]> {
  const faults: unknown[] = [];
  const usual = await weeklyHabits(db, [then], [], faults);
  if (faults.length > 0) throw faults[0];
  const rest = then.findings.filter((each) => !usual.some(({ finding }) => finding === each));
  const { risk } = situationOf({ ...then, findings: rest, playbooks: [], records: {} });
  return isGrave(risk) ? then.findings : rest;
}
