import type { Alert, AlertChange } from '../../core/alert/alert.ts';
import type { HeldFinding } from '../../core/finding/false-discovery.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { AppliedSetting } from '../../core/risk/risk-setting.ts';
import { baselineOf } from '../../core/series/baseline/baseline.ts';
import { draftAfterClosing } from '../../core/situation/after-closing.ts';
import { seenCalmly } from '../../core/situation/calm.ts';
import { draftOf } from '../../core/situation/draft.ts';
import { type LateDraft, withLate } from '../../core/situation/late-draft.ts';
import { reconcile } from '../../core/situation/reconcile.ts';
import { MAX_MEMORY_MS } from '../../core/situation/settled.ts';
import { situationOf, type WatchFacts } from '../../core/situation/situation.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import { listRecentAlerts, listRecentAlertsOf } from '../../db/alert/alerts.ts';
import {
  lastLookAt,
  listLastLooks,
  type Situation,
  saveSituation,
  saveSituations,
} from '../../db/alert/situations.ts';
import type { Db } from '../../db/database.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { getWatch } from '../../db/watch/watches.ts';
import { type AlertNews, type StoredChange, storeChange } from '../deliver/store-change.ts';
import type { LateLook, LookedAt } from './looked-at.ts';

export interface SettleDeps {
  readonly db: Db;
  readonly playbooks: readonly Playbook[];
  readonly cooldown: number;
}

/** Situations written in one transaction: some milliseconds of the write lock. */
const TOGETHER = 100;

/**
 * Keeps what a pass saw. Watches where nothing changes are written together, each of the others in a transaction of its
 * own, judged again by what stands in it. What is held back stays with the situation.
 * @param faults takes what went wrong with single watches
 */
export async function settleLooks(
  deps: SettleDeps,
  looks: readonly LookedAt[],
  held: readonly HeldFinding[],
  faults: unknown[],
): Promise<StoredChange & { readonly held: readonly HeldFinding[] }> {
  const changes: AlertNews[] = [];
  const kept: HeldFinding[] = [];
  let waiting = 0;
  const breathe = createBreather();
  for (const some of chunks(looks, TOGETHER)) {
    const quiet: Situation[] = [];
    const stirred: LookedAt[] = [];
    const { alerts, lastLooks } = await readStanding(deps.db, some);
    for (const look of some) {
      try {
        const known = alerts.get(look.watch.id) ?? [];
        const judged = judge(deps, look, held, known, lastLooks.get(look.watch.id) ?? null);
        kept.push(...judged.situation.held);
        if (judged.changes.length === 0) quiet.push(judged.situation);
        else stirred.push(look);
        await breathe();
      } catch (fault) {
        faults.push(fault);
      }
    }
    await deps.db.transaction().execute((tx) => saveSituations(tx, quiet));
    for (const look of stirred) {
      try {
        const report = await settleOne(deps, look, held);
        changes.push(...report.changes);
        waiting += report.waiting;
      } catch (fault) {
        faults.push(fault);
      }
    }
  }
  return { changes, waiting, held: kept };
}

async function readStanding(db: Db, looks: readonly LookedAt[]) {
  const ids = looks.map(({ watch }) => watch.id);
  const since = Math.min(...looks.map(({ now }) => now)) - MAX_MEMORY_MS;
  const alerts = Map.groupBy(await listRecentAlertsOf(db, ids, since), (alert) => alert.watchId);
  return { alerts, lastLooks: await listLastLooks(db, ids) };
}

async function settleOne(
  deps: SettleDeps,
  look: LookedAt,
  held: readonly HeldFinding[],
): Promise<StoredChange> {
  const { watch, now } = look;
  return deps.db.transaction().execute(async (tx) => {
    // Deleted while its series was read.
    if ((await getWatch(tx, watch.id)) === null) return { changes: [], waiting: 0 };
    const alerts = await listRecentAlerts(tx, watch.id, now - MAX_MEMORY_MS);
    const judged = judge(deps, look, held, alerts, await lastLookAt(tx, watch.id));
    await saveSituation(tx, judged.situation);
    const stored: StoredChange[] = [];
    for (const change of judged.changes) {
      stored.push(await storeChange(tx, change, { now, alerts, cooldown: deps.cooldown }));
    }
    return {
      changes: stored.flatMap((each) => each.changes),
      waiting: stored.reduce((sum, each) => sum + each.waiting, 0),
    };
  });
}

function judge(
  { playbooks }: SettleDeps,
  { watch, setting, series, findings, now, late = [] }: LookedAt,
  allHeld: readonly HeldFinding[],
  alerts: readonly Alert[],
  lastLook: Instant | null,
): { readonly situation: Situation; readonly changes: readonly AlertChange[] } {
  const open = alerts.find((alert) => alert.closedAt === null);
  // What people verified counts, and they may just have done so.
  const facts = { series, playbooks, records: open?.records ?? {} };
  const alwaysInterval = open !== undefined;
  const { held, passed, seen } = seenCalmly({ findings, held: allHeld }, open, setting, (some, by) =>
    situationOf({ ...facts, findings: some, now, setting: by, alwaysInterval }),
  );
  const look = {
    ...seen,
    watchId: watch.id,
    hysteresis: setting.hysteresis,
    lastLookAt: lastLook,
    usual: baselineOf(series, 'total', now),
  };
  const again = (each: WatchFacts) => situationOf({ ...each, now, setting });
  const inTime = draftAfterClosing(alerts, { ...facts, findings: passed }, seen, again, now);
  const draft = withLate(
    inTime,
    late.flatMap((each) => lateDraft(each, playbooks, setting)),
    alerts,
  );
  const { risk, metrics } = seen;
  return {
    situation: { watchId: watch.id, at: now, risk, metrics, held },
    changes: reconcile(alerts, draft, now, look),
  };
}

function lateDraft(
  { at, series, findings }: LateLook,
  playbooks: readonly Playbook[],
  setting: AppliedSetting,
): readonly LateDraft[] {
  const facts = { series, findings, playbooks, records: {} };
  const draft = draftOf(situationOf({ ...facts, now: at, setting }), facts);
  return draft === null ? [] : [{ at, draft }];
}
