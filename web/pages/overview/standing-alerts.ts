import type { AlertRow, Level } from '../../api/client.ts';

type Standing = Pick<AlertRow, 'watchId' | 'level' | 'status' | 'acknowledgedAt' | 'openedAt'>;

/** Nobody has ever confirmed it. */
export const isUnheard = ({ status, acknowledgedAt }: Standing): boolean =>
  status === 'open' && acknowledgedAt === null;

/** Lower comes first: what nobody heard of, then what asks anew, then what somebody has. */
const urgency = (row: Standing): number => (isUnheard(row) ? 0 : row.status === 'open' ? 1 : 2);

/**
 * The alerts that are not closed, which come gravest first: `gravest` all of the gravest level, of whatever watch, those
 * first that nobody heard of, and of these the one that waits longest; `lesser` how many there are of each level below.
 */
export function standingAlerts<T extends Standing>(
  alerts: readonly T[],
): { readonly gravest: readonly T[]; readonly lesser: readonly { level: Level; count: number }[] } {
  const levels = [...Map.groupBy(alerts, ({ level }) => level)];
  const [, gravest = []] = levels[0] ?? [];
  return {
    gravest: gravest.toSorted(
      (a, b) => urgency(a) - urgency(b) || (isUnheard(a) ? a.openedAt - b.openedAt : 0),
    ),
    lesser: levels.slice(1).map(([level, rows]) => ({ level, count: rows.length })),
  };
}
