import { buildDraft } from '../core/draft.ts';
import type { Detector } from '../core/finding.ts';
import type { Playbook } from '../core/playbook.ts';
import { reconcile } from '../core/reconcile.ts';
import { COOLDOWN } from '../core/ring.ts';
import { situationOf } from '../core/situation.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { Watch } from '../core/watch.ts';
import { listRecentAlerts } from '../db/alerts.ts';
import type { Db } from '../db/database.ts';
import { readSeries } from '../db/series.ts';
import { saveSituation } from '../db/situations.ts';
import { getWatch, listWatches } from '../db/watches.ts';
import { type AlertNews, type StoredChange, storeChange } from './store-change.ts';

export interface DetectDeps {
  readonly db: Db;
  readonly detectors: readonly Detector[];
  readonly playbooks: readonly Playbook[];
  readonly now: () => Instant;
  /** Milliseconds between two messages about one watch through one channel; 30 minutes if not given. */
  readonly cooldown?: number;
}

/** What people are told, and how many deliveries wait to be sent now. */
export type DetectReport = StoredChange;

/**
 * One pass over the given watches, or all active ones: what is noticed, what it means, what changes. Each
 * watch's changes are one transaction with their inputs and the deliveries they cause. Run again on the
 * same data it only moves the time of the pass. A fault in one watch is thrown after the others had
 * their turn.
 */
export async function detect(
  deps: DetectDeps,
  input: { readonly watchIds: readonly number[] | null },
): Promise<DetectReport> {
  const watches = await listWatches(deps.db, { activeOnly: true });
  const changes: AlertNews[] = [];
  const faults: unknown[] = [];
  let waiting = 0;
  for (const watch of watches) {
    if (input.watchIds !== null && !input.watchIds.includes(watch.id)) continue;
    try {
      const report = await detectWatch(deps, watch);
      changes.push(...report.changes);
      waiting += report.waiting;
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, 'watches failed');
  return { changes, waiting };
}

async function detectWatch(deps: DetectDeps, watch: Watch): Promise<DetectReport> {
  const { db, playbooks, cooldown = COOLDOWN } = deps;
  const now = deps.now();
  const series = await readSeries(db, watch, now);
  const findings = deps.detectors.flatMap((detector) => detector.detect(series, now));
  return db.transaction().execute(async (tx) => {
    const none = { changes: [], waiting: 0 };
    // Deleted while its series was read.
    if ((await getWatch(tx, watch.id)) === null) return none;
    const alerts = await listRecentAlerts(tx, watch.id, now - DAY);
    // What people have verified counts, and they may just have done so.
    const records = alerts.find((alert) => alert.closedAt === null)?.records ?? {};
    const { risk, metrics } = situationOf(series, findings, playbooks, records, now);
    await saveSituation(tx, { watchId: watch.id, at: now, risk, metrics });
    const draft = buildDraft(series, findings, playbooks, records, now);
    const stored: DetectReport[] = [];
    for (const change of reconcile(alerts, draft, now)) {
      stored.push(await storeChange(tx, change, { now, alerts, cooldown }));
    }
    return {
      changes: stored.flatMap((each) => each.changes),
      waiting: stored.reduce((sum, each) => sum + each.waiting, 0),
    };
  });
}
