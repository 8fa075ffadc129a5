import type { Finding } from '../finding/finding.ts';
import type { Severity } from '../reading/analysis.ts';
import { SEVERITY_WEIGHT, severityOf } from '../risk/severity-weight.ts';
import type { Playbook } from './playbook.ts';

/** The kind of crisis that a grave claim makes, should it be true; none where it comes with any. */
const KINDS: Readonly<Partial<Record<Severity, string>>> = {
  death: 'safety_accident',
  injury: 'safety_accident',
  fire_explosion: 'safety_accident',
  food_poisoning: 'product_food_safety',
  privacy_leak: 'data_breach',
  fraud: 'price_billing',
  discrimination: 'service_attitude',
  labor: 'employee_misconduct',
  sexual_violence: 'employee_misconduct',
  official: 'regulatory_penalty',
  outage: 'outage',
};

/** The playbook to turn to when somebody claims something grave and no trigger is near: that of the gravest claim. */
export function claimPlaybook(playbooks: readonly Playbook[], findings: readonly Finding[]): Playbook | null {
  const claimed = findings
    .map(({ facts }) => (typeof facts.fact === 'string' ? severityOf(facts.fact) : null))
    .filter((category) => category !== null)
    .sort((a, b) => SEVERITY_WEIGHT[b] - SEVERITY_WEIGHT[a]);
  for (const category of claimed) {
    const own = playbooks.find(({ crisisType }) => crisisType === KINDS[category]);
    if (own) return own;
  }
  return null;
}
