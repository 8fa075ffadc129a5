import type { Touchpoint } from '../reading/analysis.ts';
import type { Playbook } from './playbook.ts';

/** The kind of crisis that it usually is when a touchpoint breaks; none where it may be anything. */
const KINDS: Readonly<Partial<Record<Touchpoint, string>>> = {
  hotline: 'service_attitude',
  online_service: 'service_attitude',
  store: 'service_attitude',
  delivery: 'service_attitude',
  onsite_repair: 'service_attitude',
  after_sales: 'service_attitude',
  waiting: 'service_attitude',
  stay_dining: 'service_attitude',
  app: 'outage',
  website: 'outage',
  transport: 'outage',
  heating: 'outage',
  billing: 'price_billing',
};

/** The playbook to turn to when people complain of a touchpoint and no trigger holds yet. */
export function touchPlaybook(playbooks: readonly Playbook[], fact: string): Playbook | null {
  const kind = KINDS[fact.replace(/^touch\./, '') as Touchpoint];
  return playbooks.find(({ crisisType }) => crisisType === kind) ?? null;
}
