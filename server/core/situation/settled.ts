import type { Alert, AlertDraft } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { isObservation, isOpenSilence } from '../finding/finding-kind.ts';
import { rankOf } from '../risk/grade.ts';
import type { Series } from '../series/series.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';
import { graverOf } from './graver.ts';
import { INDEX_RISE } from './index-rise.ts';

/** A closed alert is not opened again within this time unless its level or what is claimed is graver. */
const QUIET_AFTER_CLOSE = 6 * HOUR;
/** Claims are counted over a day: so long the same claims may linger after an alert was closed. */
const MEMORY = 24 * HOUR;
/** What rises for weeks is the same tomorrow: whoever closed it knows of it. */
const SLOW_MEMORY = 14 * DAY;
export const MAX_MEMORY_MS = Math.max(MEMORY, SLOW_MEMORY);
/** So many times the share that was known, and a slow rise is news again. */
const RISEN_ON = 1.5;

/**
 * Whether a closed alert already settled what the draft says. A level says how far trouble goes, not what it is about:
 * whoever closed it knew nothing of a graver claim or of a leak that came later.
 */
export function settles(alert: Alert, draft: AlertDraft, now: Instant): boolean {
  if (alert.closedAt === null || rankOf(draft.level) > rankOf(alert.level)) return false;
  if (graverOf(alert, draft).graver || newLeaks(alert, draft).length > 0) return false;
  const age = now - alert.closedAt;
  if (age < QUIET_AFTER_CLOSE) return true;
  const settled = (finding: Finding) => age < memoryOf(finding) && !isNews(finding, alert);
  return age < MAX_MEMORY_MS && draft.findings.every(settled);
}

function memoryOf({ detector }: Finding): number {
  return detector === 'slow-rise' ? SLOW_MEMORY : MEMORY;
}

/** Statistics renew themselves by the hour; a claim is news when more people make it. */
function isNews(finding: Finding, alert: Alert): boolean {
  // What is merely observed opens nothing again; a silence does when it began after the alert was closed.
  if (isObservation(finding))
    return isOpenSilence(finding) && Number(finding.facts.since) > (alert.closedAt ?? 0);
  // It explains an index, and goes along with what makes news of it.
  if (finding.detector === INDEX_RISE) return false;
  const before = alert.findings.find((f) => f.key === finding.key && f.detector === finding.detector);
  // The same post, unless it went as far again.
  if (finding.detector === 'reach' && before) return finding.observed >= 2 * before.observed;
  if (finding.detector === 'slow-rise' && before)
    return Number(finding.facts.share) >= RISEN_ON * Number(before.facts.share);
  // A rise is found again for a day, by the hours that it was found in.
  if (finding.detector === 'cusum') return Number(finding.facts.foundAt) > (alert.closedAt ?? 0);
  if (before === undefined) return true;
  if (finding.baseline.kind !== 'rule' && !isOfBefore(finding, alert)) return true;
  if (finding.detector === 'hot-list') return finding.observed < before.observed;
  return finding.observed > before.observed;
}

/** Whether it is counted over a time that began before the alert was closed. */
function isOfBefore({ at, windowMinutes }: Finding, { closedAt }: Alert): boolean {
  return closedAt !== null && at - windowMinutes * MINUTE < closedAt;
}

/**
 * The claims that whoever closed an alert within a day knew of, by their facts: no more people make them now.
 * @param alerts of one watch; none of them open
 */
export function settledClaims(
  alerts: readonly Alert[],
  { claims }: Pick<Series, 'claims'>,
  now: Instant,
): ReadonlySet<string> {
  const closed = alerts.filter(({ closedAt }) => closedAt !== null && now - closedAt < MEMORY);
  const known = closed.flatMap(({ findings }) => findings.filter(({ detector }) => detector === 'severity'));
  const settled = claims.filter(({ fact, authors24h }) =>
    known.some(({ key, observed }) => key === fact && authors24h <= observed),
  );
  return new Set(settled.map(({ fact }) => fact));
}

/** Playbooks that a leak calls for now and did not before. */
export function newLeaks(alert: Alert, { playbooks, leaks = [] }: AlertDraft): readonly string[] {
  return playbooks.filter((id) => leaks.includes(id) && !alert.playbooks.includes(id));
}
