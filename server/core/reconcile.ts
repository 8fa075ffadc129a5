import type { Alert, AlertChange, AlertDraft } from './alert.ts';
import { rankOf } from './level.ts';
import { HOUR, type Instant } from './time.ts';

/** A closed alert is not opened again within this time unless it is graver. */
const QUIET_AFTER_CLOSE = 6 * HOUR;
/** Claims are counted over a day: so long the same claims may linger after an alert was closed. */
const MEMORY = 24 * HOUR;

/**
 * What has to change for one watch. `alerts` are its alerts: the open one and those closed in the last
 * day; others are ignored. At most one alert is open per watch. It opens at level IV or above, rises by
 * itself, takes up a new primary playbook, and is refreshed silently when its numbers move. It never
 * falls and never closes by itself: that is a person's act. `draft` null: nothing to do.
 */
export function reconcile(
  alerts: readonly Alert[],
  draft: AlertDraft | null,
  now: Instant,
): readonly AlertChange[] {
  if (draft === null) return [];
  const ours = alerts.filter((alert) => alert.watchId === draft.watchId);
  const open = ours.find((alert) => alert.status === 'open' || alert.status === 'acknowledged');
  if (open) return change(open, draft);
  return ours.some((alert) => settles(alert, draft, now)) ? [] : [{ kind: 'opened', draft }];
}

/** Whether a closed alert already settled what the draft says. */
function settles(alert: Alert, draft: AlertDraft, now: Instant): boolean {
  if (alert.closedAt === null || rankOf(draft.level) > rankOf(alert.level)) return false;
  const age = now - alert.closedAt;
  if (age < QUIET_AFTER_CLOSE) return true;
  return age < MEMORY && draft.findings.every((finding) => !isNews(finding, alert));
}

/** Statistics renew themselves by the hour; a claim is news when more people make it. */
function isNews(finding: AlertDraft['findings'][number], alert: Alert): boolean {
  const before = alert.findings.find((f) => f.key === finding.key && f.detector === finding.detector);
  if (finding.baseline.kind !== 'rule' || before === undefined) return true;
  if (finding.detector === 'hot-list') return finding.observed < before.observed;
  return finding.observed > before.observed;
}

function change(alert: Alert, draft: AlertDraft): readonly AlertChange[] {
  const merged = merge(alert, draft);
  const base = { alertId: alert.id, from: alert.level, draft: merged } as const;
  if (rankOf(draft.level) > rankOf(alert.level)) return [{ kind: 'raised', ...base }];
  const primary = draft.playbooks[0];
  if (primary !== undefined && !alert.playbooks.includes(primary)) return [{ kind: 'playbook', ...base }];
  return moved(alert, merged) ? [{ kind: 'refreshed', ...base }] : [];
}

/**
 * The alert as it goes on: the graver level; its playbooks kept in their order (someone works by them),
 * a new primary one before them, other new ones after; findings kept when only records spoke.
 */
function merge(alert: Alert, draft: AlertDraft): AlertDraft {
  const added = draft.playbooks.filter((id) => !alert.playbooks.includes(id));
  const newPrimary = added.filter((id) => id === draft.playbooks[0]);
  const others = added.filter((id) => id !== draft.playbooks[0]);
  const quiet = draft.findings.length === 0;
  return {
    ...draft,
    level: rankOf(draft.level) > rankOf(alert.level) ? draft.level : alert.level,
    findings: quiet ? alert.findings : draft.findings,
    examples: quiet || draft.examples.length === 0 ? alert.examples : draft.examples,
    playbooks: [...newPrimary, ...alert.playbooks, ...others],
  };
}

function moved(alert: Alert, draft: AlertDraft): boolean {
  const numbers = (findings: AlertDraft['findings']): string =>
    findings.map((f) => `${f.detector} ${f.key} ${f.observed}`).join('|');
  return (
    Math.round(alert.risk.index) !== Math.round(draft.risk.index) ||
    numbers(alert.findings) !== numbers(draft.findings) ||
    alert.playbooks.join() !== draft.playbooks.join()
  );
}
