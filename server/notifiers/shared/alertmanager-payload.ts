import { createHash } from 'node:crypto';
import { HOUR, type Instant } from '../../core/time.ts';

/** One alert as Alertmanager tells its receivers of it. */
export interface ManagedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly fingerprint: string;
}

/** An end at nought says that it has none. */
export const OPEN = '0001-01-01T00:00:00Z';

/** When an alert ends that is sent once and never resolved. */
export function endOfNews(at: Instant): string {
  return isoOf(at + HOUR);
}

/** What a receiver is sent (version 4): alerts of one group, with what they have in common. */
export function managedPayload(
  alerts: readonly ManagedAlert[],
  at: Instant,
  link: string,
  group: string,
): unknown {
  const told = alerts.map((one) => ({
    status: one.endsAt === OPEN || one.endsAt > isoOf(at) ? 'firing' : 'resolved',
    ...one,
    generatorURL: link,
  }));
  const status = told.some((one) => one.status === 'firing') ? 'firing' : 'resolved';
  return {
    version: '4',
    status,
    receiver: 'tingchao',
    truncatedAlerts: 0,
    alerts: told,
    groupKey: `tingchao:${group}`,
    groupLabels: { alertname: alerts[0]?.labels.alertname },
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: new URL(link).origin,
  };
}

/** What is the same in all of them. */
function common(sets: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = sets;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((set) => set[name] === value)),
  );
}

/** Sixteen hex digits as Alertmanager's own are; with the desk's name, as several may have one receiver. */
export function fingerprintOf(link: string, id: string): string {
  return createHash('sha256')
    .update(`${new URL(link).host}/${id}`)
    .digest('hex')
    .slice(0, 16);
}

export const isoOf = (at: Instant): string => new Date(at).toISOString();
