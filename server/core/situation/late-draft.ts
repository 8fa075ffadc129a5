import type { Alert, AlertDraft } from '../alert/alert.ts';
import { rankOf } from '../risk/grade.ts';
import { HOUR, type Instant } from '../time.ts';
import { graverOf } from './graver.ts';
import { INDEX_RISE } from './index-rise.ts';

/** What an alert would have said at a moment of the past, had all been there by then. */
export interface LateDraft {
  readonly at: Instant;
  readonly draft: AlertDraft;
}

/** What is found of these hours before an alert was opened is what opened it. */
const SAME_WAVE = 6 * HOUR;

/**
 * What an alert is to say where posts came late as well: the gravest of it, unless people know of that wave: an alert
 * stood while it went on, or it is what a late alert was opened for. Then only a higher level or a graver claim is news.
 * @param draft what is found in time; null: nothing
 */
export function withLate(
  draft: AlertDraft | null,
  late: readonly LateDraft[],
  alerts: readonly Alert[],
): AlertDraft | null {
  const [gravest] = late
    .filter((each) => !alerts.some((alert) => knows(alert, each)))
    .map(dated)
    .sort((a, b) => rankOf(b.level) - rankOf(a.level) || b.risk.index - a.risk.index);
  if (gravest === undefined) return draft;
  return draft === null ? gravest : together(draft, gravest);
}

/** What it is of stays with the alert, whatever is found after it. */
function dated({ at, draft }: LateDraft): AlertDraft {
  // Its hours are the last ones, whenever it is read.
  const findings = draft.findings.filter(({ detector }) => detector !== INDEX_RISE);
  return { ...draft, findings, risk: { ...draft.risk, late: { from: at - SAME_WAVE, until: at } } };
}

function knows({ openedAt, closedAt, lowering, ...alert }: Alert, { at, draft }: LateDraft): boolean {
  const told = Math.max(rankOf(alert.level), rankOf(alert.risk.wave?.told ?? null));
  if (rankOf(draft.level) > told || graverOf({ ...alert, closedAt }, draft).graver) return false;
  const { late } = alert.risk;
  if (late !== undefined && at >= late.from && at <= late.until + SAME_WAVE) return true;
  // Of what began once it had calmed down it says nothing.
  const over = closedAt ?? lowering?.calmSince.IV ?? Number.POSITIVE_INFINITY;
  return at >= openedAt - SAME_WAVE && at <= over;
}

/** The graver of both, with what the other found as well. */
function together(one: AlertDraft, other: AlertDraft): AlertDraft {
  const graver = rankOf(other.level) > rankOf(one.level) ? other : one;
  const milder = graver === one ? other : one;
  const known = new Set(graver.findings.map(({ detector, key }) => `${detector} ${key}`));
  const besides = milder.findings.filter(({ detector, key }) => !known.has(`${detector} ${key}`));
  const leaks = [...new Set([...(graver.leaks ?? []), ...(milder.leaks ?? [])])];
  const late = graver.risk.late ?? milder.risk.late;
  return {
    ...graver,
    risk: { ...graver.risk, ...(late && { late }) },
    findings: [...graver.findings, ...besides],
    playbooks: [...new Set([...graver.playbooks, ...milder.playbooks])],
    ...(leaks.length > 0 && { leaks }),
    examples: [...new Set([...graver.examples, ...milder.examples])].slice(0, 5),
  };
}
