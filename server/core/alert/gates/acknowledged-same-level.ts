import type { Finding } from '../../finding/finding.ts';
import { rankOf } from '../../risk/grade.ts';
import { SEVERE } from '../../risk/severity-weight.ts';
import type { AlertChange, AlertDraft } from '../alert.ts';
import { alertOf, gate } from '../gate.ts';

/**
 * Who acknowledged an alert is at work on it: only a rise is worth another message, or trouble of another kind: with
 * lives at stake, or a leak of personal data; or a second, larger wave, or a graver claim.
 */
export const acknowledgedSameLevel = gate('acknowledged-same-level', (change, facts) => {
  const alert = alertOf(change, facts);
  // Who was at work on the first wave was about to lower it; and on a complaint knows of nobody who died.
  if (change.kind === 'surged' || change.kind === 'graver') return false;
  if (isOtherTrouble(change)) return false;
  return alert?.status === 'acknowledged' && rankOf(change.draft.level) <= rankOf(alert.level);
});

/** Another playbook that whoever works by the first one has to know of: with lives at stake, or for a leak. */
export function isOtherTrouble({ kind, draft }: AlertChange): boolean {
  return kind === 'playbook' && (draft.findings.some(isSevere) || isLeak(draft));
}

/** Whether the playbook that is announced is one for leaks. */
function isLeak({ playbooks, leaks = [] }: AlertDraft): boolean {
  return leaks.some((id) => id === playbooks[0]);
}

/** A claim with lives at stake. */
function isSevere({ detector, facts }: Finding): boolean {
  return detector === 'severity' && Number(facts.weight) >= SEVERE;
}
