import { COOLDOWN } from '../../core/alert/ring.ts';
import {
  FALSE_SHARE,
  falseDiscoveries,
  type HeldFinding,
  testsOf,
  unsettled,
} from '../../core/finding/false-discovery.ts';
import type { Detector, Finding } from '../../core/finding/finding.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import { type AppliedSetting, DEFAULT_RISK_SETTING } from '../../core/risk/risk-setting.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import { listRiskSettings } from '../../db/alert/risk-settings.ts';
import type { Db } from '../../db/database.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { readSeriesOf } from '../../db/series/series.ts';
import type { SeriesMemory } from '../../db/series/series-memory.ts';
import { listWatches } from '../../db/watch/watches.ts';
import type { StoredChange } from '../deliver/store-change.ts';
import { setFeedsApart } from './feeds-apart.ts';
import { weeklyHabits } from './habits.ts';
import { lookLate } from './look-late.ts';
import type { LookedAt } from './looked-at.ts';
import { settleLooks } from './settle-looks.ts';

export interface DetectDeps {
  readonly db: Db;
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  readonly now: () => Instant;
  /** Milliseconds between two messages about one watch through one channel; 30 minutes if not given. */
  readonly cooldown?: number;
  /** Keeps settled hours between passes; without one every pass reads four weeks again. */
  readonly memory?: SeriesMemory;
  /** How many of the statistical findings may be chance, 0..1; see `FALSE_SHARE`. */
  readonly falseShare?: number;
}

/** What people are notified of, and how many deliveries wait to be sent now. */
export interface DetectReport extends StoredChange {
  /**
   * Findings that are too likely to be chance, or whose watch's past or a feed has just come; they stay with the
   * situation.
   */
  readonly held: readonly HeldFinding[];
}

/** Watches read together: a statement answers for all of them, and none holds the thread for long. */
const TOGETHER = 10;

/**
 * One pass over the given watches, or all active ones: what is noticed, what of it is probably more than
 * chance, what it means, what changes. Each watch's changes are one transaction with their inputs and the
 * deliveries they cause. Run again on the same data it only moves the time of the pass. A fault in one
 * watch is thrown after the others had their turn.
 */
export async function detect(
  deps: DetectDeps,
  input: { readonly watchIds: readonly number[] | null },
): Promise<DetectReport> {
  const { db, detectors, memory, falseShare = FALSE_SHARE, cooldown = COOLDOWN } = deps;
  const watches = await listWatches(db, { activeOnly: true });
  const wanted = watches.filter(({ id }) => input.watchIds === null || input.watchIds.includes(id));
  const settings = await listRiskSettings(db);
  const faults: unknown[] = [];
  const arriving = (await memory?.noticeFresh(db, deps.now())) ?? new Set<number>();
  const seen: LookedAt[] = [];
  for (const some of chunks(wanted, TOGETHER)) {
    const settled = (watch: Watch) => settings.get(watch.id) ?? DEFAULT_RISK_SETTING;
    seen.push(...(await lookAt(deps, some, settled, faults)));
  }
  const tests = watches.length * testsOf(detectors);
  const { looks, held: brought } = await setFeedsApart(deps, seen, faults);
  const found = without(
    looks.flatMap((look) => look.findings),
    brought,
  );
  const early = unsettled(found, arriving);
  const chance = falseDiscoveries(without(found, early), tests, falseShare);
  const unsure = [...brought, ...early, ...chance];
  const held = [...unsure, ...(await weeklyHabits(db, looks, unsure, faults))];
  const late =
    memory?.takeLate(
      looks.map(({ watch }) => watch.id),
      deps.now(),
    ) ?? new Map();
  const all = await lookLate({ db, detectors, tests, falseShare }, looks, late, faults);
  const report = await settleLooks({ ...deps, cooldown }, all, held, faults);
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, 'watches failed');
  return report;
}

function without(findings: readonly Finding[], held: readonly HeldFinding[]): readonly Finding[] {
  return findings.filter((finding) => !held.some((each) => each.finding === finding));
}

/** What the detectors find in some watches. */
async function lookAt(
  { db, detectors, now: clock, memory = undefined }: DetectDeps,
  watches: readonly Watch[],
  settingOf: (watch: Watch) => AppliedSetting,
  faults: unknown[],
): Promise<readonly LookedAt[]> {
  const now = clock();
  const read = await readSeriesOf(db, watches, now, memory ?? null);
  const breathe = createBreather();
  const looks: LookedAt[] = [];
  for (const [i, watch] of watches.entries()) {
    const setting = settingOf(watch);
    const plain = read[i];
    if (!plain) continue;
    const series = { ...plain, sensitivity: setting.sensitivity };
    try {
      const findings: Finding[] = [];
      for (const detector of detectors) {
        findings.push(...detector.detect(series, now));
        await breathe();
      }
      looks.push({ watch, setting, series, findings, now });
    } catch (fault) {
      faults.push(fault);
    }
  }
  return looks;
}
