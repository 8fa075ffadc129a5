import { CHINA_OFFSET, DAY, HOUR, type Instant, MINUTE, SECOND } from '../time.ts';

/** The names that the pages use, for texts outside of them. */
export const ENGLISH_FACTS: Readonly<Record<string, string>> = {
  'touch.hotline': 'Hotline',
  'touch.online_service': 'Online service',
  'touch.app': 'App',
  'touch.website': 'Website',
  'touch.store': 'Store',
  'touch.delivery': 'Delivery',
  'touch.onsite_repair': 'On-site repair',
  'touch.billing': 'Billing',
  'touch.after_sales': 'After-sales',
  'touch.marketing': 'Marketing',
  'touch.waiting': 'Waiting',
  'touch.transport': 'Transport',
  'touch.heating': 'Heating',
  'touch.stay_dining': 'Stay and dining',
  'sev.death': 'Death',
  'sev.injury': 'Injury',
  'sev.food_poisoning': 'Poisoning',
  'sev.fire_explosion': 'Fire or another accident',
  'sev.fraud': 'Fraud',
  'sev.discrimination': 'Discrimination',
  'sev.privacy_leak': 'Data leak',
  'sev.labor': 'Labour dispute',
  'sev.mass_incident': 'Crowd gathering',
  'sev.official': 'Authorities involved',
  'sev.vulnerable': 'Vulnerable people',
  'sev.sexual_violence': 'Sexual violence',
  'sev.outage': 'Outage',
  'sev.media_escalation': 'Media escalation',
  'sev.self_harm': 'Self-harm',
  'source.official': 'Official',
  'source.central_media': 'Central media',
  'source.big_account': 'Verified big account',
};

/** What a fact is about; one without a name as it is. */
export function englishFact(fact: string): string {
  return ENGLISH_FACTS[fact] ?? fact.replace(/^\w+\./, '');
}

/** `1 h 20 min`, at most two units. */
export function englishDuration(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < MINUTE) return `${Math.floor(left / SECOND)} s`;
  const [days, hours] = [Math.floor(left / DAY), Math.floor((left % DAY) / HOUR)];
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (days > 0) return `${days} d${hours ? ` ${hours} h` : ''}`;
  if (hours === 0) return `${minutes} min`;
  return `${hours} h${minutes ? ` ${minutes} min` : ''}`;
}

/** `2026-11-22 07:12`, by China's clock. */
export function stamp(at: Instant): string {
  return new Date(at + CHINA_OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** `12,345` */
export function exact(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** One decimal below ten, whole above. */
export function usualAmount(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : exact(value);
}
