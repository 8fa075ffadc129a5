import type { Alert, AlertDraft } from '../alert/alert.ts';
import type { Finding } from '../finding/finding.ts';
import { SEVERE } from '../risk/severity-weight.ts';

/** The gravest that people were told of, and whether something graver is claimed now. */
export interface Graver {
  /** Weight of the gravest claim so far; 0 where nothing grave was claimed. */
  readonly gravest: number;
  readonly graver: boolean;
}

/**
 * A level says how far trouble goes, not what it is about: somebody may have died where an alert is as high as it was. So
 * a claim with lives at stake is told once where it is graver than all that was claimed before, also when that has
 * lapsed and comes again.
 */
export function graverOf(
  alert: Pick<Alert, 'risk' | 'findings'>,
  draft: Pick<AlertDraft, 'findings'>,
): Graver {
  const before = Math.max(alert.risk.gravest ?? 0, weightOf(alert.findings));
  const now = weightOf(draft.findings);
  return { gravest: Math.max(before, now), graver: now > before && now >= SEVERE };
}

/** Of the gravest claim among them; 0 where nothing grave is claimed. */
export function weightOf(findings: readonly Finding[]): number {
  return Math.max(
    0,
    ...findings.map(({ detector, facts }) => (detector === 'severity' ? Number(facts.weight) : 0)),
  );
}
