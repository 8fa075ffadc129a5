import type { Alert, AlertDraft } from '../alert/alert.ts';
import { isToneless } from '../finding/finding-kind.ts';
import type { Instant } from '../time.ts';
import { draftOf } from './draft.ts';
import { isHarmless } from './harmless.ts';
import { settledClaims } from './settled.ts';
import type { Situation, WatchFacts } from './situation.ts';

/**
 * What an alert would say where none is open. Whoever closed one dealt with the claims that it knew of, so friendly
 * talk that follows is weighed without them: thanks for a repair are no orange alert. Complaints are as grave as ever.
 * @param alerts those of the watch
 * @param look how it stands by other facts
 */
export function draftAfterClosing(
  alerts: readonly Alert[],
  facts: WatchFacts,
  seen: Situation,
  look: (facts: WatchFacts) => Situation,
  now: Instant,
): AlertDraft | null {
  const { series, findings } = facts;
  const isOpen = alerts.some(({ closedAt }) => closedAt === null);
  const settled = isOpen ? new Set<string>() : settledClaims(alerts, series, now);
  const rest = findings.filter(({ key }) => !settled.has(key));
  const isFriendly = rest.length > 0 && rest.every(isToneless) && isHarmless(series, rest, now);
  if (settled.size === 0 || !isFriendly) return draftOf(seen, facts);
  const claims = series.claims.filter(({ fact }) => !settled.has(fact));
  const unsettled = { ...facts, series: { ...series, claims }, findings: rest };
  return draftOf(look(unsettled), unsettled);
}
