import type { Alert } from '../../core/alert/alert.ts';
import { testsOf } from '../../core/finding/false-discovery.ts';
import { findInOne } from '../../core/finding/find.ts';
import type { Detector } from '../../core/finding/finding.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { AppliedSetting, RiskSetting } from '../../core/risk/risk-setting.ts';
import { demandSetting } from '../../core/risk/risk-setting-check.ts';
import type { RiskGlance, RiskPreview } from '../../core/screens/risk.ts';
import type { SeriesApart } from '../../core/series/new-feeds.ts';
import type { Series } from '../../core/series/series.ts';
import { seenCalmly } from '../../core/situation/calm.ts';
import { draftOf } from '../../core/situation/draft.ts';
import { situationOf } from '../../core/situation/situation.ts';
import type { Instant } from '../../core/time.ts';
import { listOpenAlerts } from '../../db/alert/alerts.ts';
import { getRiskSetting } from '../../db/alert/risk-settings.ts';
import type { Db } from '../../db/database.ts';
import { readSeries } from '../../db/series/series.ts';
import { readApart, readFeedChanges } from '../../db/series/series-apart.ts';
import { listWatches, requireWatch } from '../../db/watch/watches.ts';
import { weeklyHabits } from './habits.ts';

export interface PreviewRiskDeps {
  readonly db: Db;
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  readonly now: () => Instant;
}

interface Now {
  readonly at: Instant;
  readonly series: Series;
  /** Its parts where feeds were made or came back of late; null: it is compared as it is. */
  readonly apart: SeriesApart | null;
  readonly open: Alert | undefined;
  /** Statistical tests of a pass over all watches. */
  readonly tests: number;
}

/**
 * How a watch stands at this moment under the setting in force, and how it would under another one.
 * Stores nothing.
 * @throws AppError('not_found'), AppError('bad_request') naming every fault of the setting
 */
export async function previewRisk(
  deps: PreviewRiskDeps,
  input: { readonly watchId: number; readonly setting: RiskSetting },
): Promise<RiskPreview> {
  const { db, now } = deps;
  const watch = await requireWatch(db, input.watchId);
  const draft = demandSetting(input.setting);
  const saved = await getRiskSetting(db, watch.id);
  const at = now();
  const series = await readSeries(db, watch, at);
  const apart = await readApart(db, series, await readFeedChanges(db, at), at);
  const [open] = await listOpenAlerts(db, watch.id);
  const watches = (await listWatches(db, { activeOnly: true })).length;
  const tests = Math.max(1, watches) * testsOf(deps.detectors);
  const glance = (setting: AppliedSetting): Promise<RiskGlance> =>
    glanceOf(deps, { at, series, apart, open, tests }, setting);
  return { at, saved: await glance(saved), draft: await glance({ ...draft, version: saved.version }) };
}

/** What chance explains among so many watches, feeds by which more is heard, or habits, is held back as in a pass. */
async function glanceOf(
  { db, detectors, playbooks }: PreviewRiskDeps,
  { at, series: plain, apart, open, tests }: Now,
  setting: AppliedSetting,
): Promise<RiskGlance> {
  const series = { ...plain, sensitivity: setting.sensitivity };
  const found = findInOne(detectors, { series, apart, tests }, at);
  const faults: unknown[] = [];
  const habits = await weeklyHabits(db, [{ series, findings: found.findings }], found.held, faults);
  if (faults.length > 0) throw faults[0];
  const held = [...found.held, ...habits];
  const facts = { series, playbooks, records: open?.records ?? {} };
  const { passed: findings, seen: situation } = seenCalmly(
    { findings: found.findings, held },
    open,
    setting,
    (some, by) => situationOf({ ...facts, findings: some, now: at, setting: by, alwaysInterval: true }),
  );
  const alert = draftOf(situation, { ...facts, findings });
  return {
    risk: situation.risk,
    alert: alert?.level ?? null,
    findings: findings.map(({ detector, key, observed }) => ({ detector, key, observed })),
  };
}
