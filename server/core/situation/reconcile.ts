import type { Alert, AlertChange, AlertDraft, LoweringChange } from '../alert/alert.ts';
import { foundAt } from '../alert/peak.ts';
import { isForgotten, type Risk, rankOf, WEEKLY_HABIT } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';
import { type Claimed, claimedIn, claimedOnceTold, type Graver, graverOf, weightOf } from './graver.ts';
import { loweringOf, type PassFacts } from './lowering.ts';
import { newLeaks, settles } from './settled.ts';
import { type Pass, rememberedOf, wavesOf } from './wave.ts';

/** After so long an alert takes note that what it says is found again. */
const FOUND_ANEW = 10 * MINUTE;

/**
 * What has to change for one watch. `alerts` are its alerts: the open one and those closed in the last two weeks;
 * others are ignored. At most one alert is open per watch. It opens at level IV or above, rises by itself, is announced
 * again when a second wave is larger than the first or a graver claim is made, takes up a new primary playbook, and is
 * refreshed silently when its numbers move. It never falls and never closes by itself: with a `look`, lowering is
 * proposed once the watch has stayed calm, and at last closing, and a person decides; where none does, the next trouble
 * is announced as if it had been closed. `draft` null: nothing was found.
 */
export function reconcile(
  alerts: readonly Alert[],
  draft: AlertDraft | null,
  now: Instant,
  look: PassFacts | null = null,
): readonly AlertChange[] {
  const watchId = draft?.watchId ?? look?.watchId;
  const ours = alerts.filter((alert) => alert.watchId === watchId);
  const open = ours.find((alert) => alert.status === 'open' || alert.status === 'acknowledged');
  if (open) {
    const pass = { now, found: draft !== null };
    return [...change(open, draft ?? quiet(open, look), pass), ...calming(open, draft, look, now)];
  }
  if (draft === null) return [];
  return ours.some((alert) => settles(alert, draft, now)) ? [] : [{ kind: 'opened', draft }];
}

/** What an open alert says when nothing is found any more: all it said, with the risk as it is now. */
function quiet(alert: Alert, look: PassFacts | null): AlertDraft {
  const { watchId, level, findings, playbooks, examples } = alert;
  const { risk, metrics } = look ?? alert;
  return { watchId, level, risk, metrics, findings, playbooks, examples };
}

/** Where an open alert stands on its way down, if that has changed. */
function calming(
  alert: Alert,
  draft: AlertDraft | null,
  look: PassFacts | null,
  now: Instant,
): readonly LoweringChange[] {
  // Amid what recurs each week nobody can tell how calm the rest is.
  if (look === null || look.risk.overrides.includes(WEEKLY_HABIT)) return [];
  const pass = { now, found: draft !== null };
  const raised =
    draft !== null &&
    (rankOf(draft.level) > rankOf(alert.level) ||
      wavesOf(alert, draft, pass).surges ||
      claimsOf(alert, draft, pass).graver);
  const lowering = raised ? null : loweringOf(alert, look, now);
  if (JSON.stringify(lowering) === JSON.stringify(alert.lowering)) return [];
  const [before, after] = [alert.lowering?.proposal?.to, lowering?.proposal?.to];
  const proposed = after === null ? 'close-proposed' : 'lower-proposed';
  const told = after === undefined ? 'lower-withdrawn' : proposed;
  // An alert that rises says so itself.
  const kind = before === after || raised ? 'calming' : told;
  const merged = merge(alert, draft ?? quiet(alert, look), pass);
  return [{ kind, alertId: alert.id, from: alert.level, lowering, draft: merged }];
}

function change(alert: Alert, draft: AlertDraft, pass: Pass): readonly AlertChange[] {
  const kind = tellingOf(alert, draft, pass) ?? 'refreshed';
  const merged = merge(alert, draft, pass, kind);
  if (kind === 'refreshed' && !moved(alert, merged)) return [];
  return [{ kind, alertId: alert.id, from: alert.level, draft: merged }];
}

type Telling = 'raised' | 'returned' | 'surged' | 'playbook' | 'graver';

/** What is to be announced of it; null: nothing. */
function tellingOf(alert: Alert, draft: AlertDraft, pass: Pass): Telling | null {
  const { surges, returns } = wavesOf(alert, draft, pass);
  const { graver } = claimsOf(alert, draft, pass);
  const leads = leadingNews(alert, draft).length > 0;
  if (rankOf(draft.level) > rankOf(alert.level)) return returns && !leads && !graver ? 'returned' : 'raised';
  if (surges) return 'surged';
  // A graver claim mostly calls for another playbook as well: it asks to be confirmed again, and takes that one along.
  if (graver) return 'graver';
  return leads ? 'playbook' : null;
}

/** What is claimed now against what people were notified of; what was claimed before a long calm counts no more. */
function claimsOf(alert: Alert, draft: AlertDraft, { now, found }: Pass): Graver {
  if (!isForgotten(rememberedOf(alert, now))) return graverOf(alert, draft);
  if (!found) return { gravest: 0, graver: false, claimed: {} };
  const { gravest: _, ...risk } = alert.risk;
  return graverOf({ risk: { ...risk, claimed: {} }, findings: [], closedAt: null }, draft);
}

/**
 * New playbooks that are announced: the primary one, and what a leak calls for, however far another trouble leads:
 * whoever works on refunds knows nothing of it.
 */
function leadingNews(alert: Alert, draft: AlertDraft): readonly string[] {
  const { playbooks, leaks = [] } = draft;
  const added = playbooks.filter((id) => !alert.playbooks.includes(id));
  const primary = added.filter((id) => id === playbooks[0] && !leaks.includes(id));
  return [...newLeaks(alert, draft), ...primary];
}

/**
 * The alert as it goes on: the graver level; its playbooks kept in their order (someone works by them),
 * new ones that are announced before them, others after; findings kept when only records spoke.
 */
function merge(
  alert: Alert,
  draft: AlertDraft,
  pass: Pass,
  kind: Telling | 'refreshed' = 'refreshed',
): AlertDraft {
  const announced = leadingNews(alert, draft);
  const others = draft.playbooks.filter((id) => !alert.playbooks.includes(id) && !announced.includes(id));
  const quiet = draft.findings.length === 0;
  const { wave } = wavesOf(alert, draft, pass);
  const findings = quiet ? alert.findings : draft.findings;
  const claims = claimsOf(alert, draft, pass);
  const rings = kind !== 'refreshed' && kind !== 'returned';
  const claimed = rings ? claimedOnceTold(claims, findings) : claims.claimed;
  const remembers = !isSame(claimed, claimedIn(findings));
  const told = wave.over || wave.peak !== draft.risk.index;
  return {
    ...draft,
    risk: {
      ...draft.risk,
      ...(told && { wave }),
      ...(claims.gravest > weightOf(findings) && { gravest: claims.gravest }),
      ...(remembers && { claimed }),
      ...lateOf(alert.risk, draft.risk),
    },
    level: rankOf(draft.level) > rankOf(alert.level) ? draft.level : alert.level,
    findings,
    examples: quiet || draft.examples.length === 0 ? alert.examples : draft.examples,
    playbooks: [...announced, ...alert.playbooks, ...others],
  };
}

/** The time of all that came late and people were notified of. */
function lateOf({ late: before }: Risk, { late: now = before }: Risk): Pick<Risk, 'late'> {
  if (now === undefined) return {};
  const { from, until } = before ?? now;
  return { late: { from: Math.min(from, now.from), until: Math.max(until, now.until) } };
}

function isSame(one: Claimed, other: Claimed): boolean {
  const facts = Object.keys({ ...one, ...other });
  return facts.every((fact) => one[fact] === other[fact]);
}

function moved(alert: Alert, draft: AlertDraft): boolean {
  const numbers = (findings: AlertDraft['findings']): string =>
    findings.map((f) => `${f.detector} ${f.key} ${f.observed}`).join('|');
  // The same as before is found again, and is to be known to stand.
  const since = (foundAt(draft.findings) ?? 0) - (foundAt(alert.findings) ?? 0);
  return (
    since >= FOUND_ANEW ||
    Math.round(alert.risk.index) !== Math.round(draft.risk.index) ||
    alert.risk.level !== draft.risk.level ||
    (alert.risk.wave?.over ?? false) !== (draft.risk.wave?.over ?? false) ||
    (alert.risk.wave?.peak === 0) !== (draft.risk.wave?.peak === 0) ||
    numbers(alert.findings) !== numbers(draft.findings) ||
    alert.playbooks.join() !== draft.playbooks.join()
  );
}
