import type { AlertRow } from '../../api/client.ts';

type Standing = Pick<AlertRow, 'status' | 'nextStep'>;

/**
 * Of the alerts that are not closed, the gravest first: `lead` is the gravest in which something is left to do, else the
 * gravest; `unheard` the gravest of the others that nobody acknowledged, where the lead has been.
 */
export function nextAlerts<T extends Standing>(
  alerts: readonly T[],
): { readonly lead: T | undefined; readonly unheard: T | undefined } {
  const waits = (row: T): boolean => row.status === 'open';
  const lead = alerts.find((row) => waits(row) || row.nextStep !== null) ?? alerts[0];
  return { lead, unheard: lead && !waits(lead) ? alerts.find(waits) : undefined };
}
