import { SEVERITIES, type Severity } from '../reading/analysis.ts';

/** How grave one believed claim of a category is, 0..1. Weights of the risk index, component S. */
export const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = {
  death: 1,
  injury: 0.85,
  food_poisoning: 0.85,
  fire_explosion: 0.9,
  fraud: 0.6,
  discrimination: 0.65,
  privacy_leak: 0.75,
  labor: 0.6,
  mass_incident: 0.85,
  official: 0.8,
  vulnerable: 0.7,
  sexual_violence: 0.85,
  outage: 0.55,
  media_escalation: 0.6,
  self_harm: 0.9,
};

/** From this weight on, one single claim is worth a person's look. */
export const SEVERE = 0.85;

/** They make another claim graver and are none themselves. */
export const AMPLIFIERS: ReadonlySet<Severity> = new Set<Severity>(['vulnerable', 'media_escalation']);

/** How many times graver they make it. */
export const AMPLIFIED = 1.15;

/** Distinct authors in 24 h from which a category is reported. Severe ones: the first author. */
export const MINIMUM_AUTHORS: Readonly<Record<Severity, number>> = {
  death: 1,
  injury: 1,
  food_poisoning: 1,
  fire_explosion: 1,
  mass_incident: 1,
  sexual_violence: 1,
  self_harm: 1,
  official: 2,
  privacy_leak: 2,
  discrimination: 3,
  fraud: 3,
  labor: 3,
  outage: 5,
  vulnerable: Number.POSITIVE_INFINITY,
  media_escalation: Number.POSITIVE_INFINITY,
};

/** Distinct authors by severity category. */
export type SeverityAuthors = Readonly<Partial<Record<Severity, number>>>;

/** The category a fact such as `sev.outage` names; null for any other fact. */
export function severityOf(fact: string): Severity | null {
  if (!fact.startsWith('sev.')) return null;
  const name = fact.slice(4);
  return SEVERITIES.find((category) => category === name) ?? null;
}
