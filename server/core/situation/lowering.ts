import type { Alert, Lowering } from '../alert/alert.ts';
import type { Level, Risk } from '../risk/grade.ts';
import { levelOf, rankOf } from '../risk/grade.ts';
import { type Hysteresis, LOWERABLE, type Lowerable } from '../risk/risk-setting.ts';
import { HOUR, type Instant, MINUTE } from '../time.ts';
import type { MetricValues } from './metrics.ts';

/** What a pass saw of one watch, whether or not there is anything to say. */
export interface Look {
  readonly watchId: number;
  readonly risk: Risk;
  readonly metrics: MetricValues;
  /** The level with the margin against it, see `Situation.settled`. */
  readonly settled: Level | null;
  readonly hysteresis: Hysteresis;
  /** When the watch was looked at before; null where that is not known. */
  readonly lastLookAt: Instant | null;
}

/** After so long without a look nobody can say that it stayed calm. */
const BLIND = 2 * HOUR;

/**
 * How far an alert has calmed down. A level counts as left while the index lies the margin below its
 * threshold and no condition, rule or record holds it; what is left without a break for its hold time may
 * be lowered. Proposed is the lowest level that all above it allow. Null: nothing is left. Source: the
 * project's domain model (down by threshold − 5 for the hold time, and confirmed by a person).
 */
export function loweringOf(
  alert: Pick<Alert, 'level' | 'lowering'>,
  look: Look,
  now: Instant,
): Lowering | null {
  const blind = look.lastLookAt !== null && now - look.lastLookAt > BLIND;
  const before = blind ? {} : (alert.lowering?.calmSince ?? {});
  const left = LOWERABLE.filter(
    (level) => rankOf(level) <= rankOf(alert.level) && rankOf(look.settled) < rankOf(level),
  );
  if (left.length === 0) return null;
  const calmSince = Object.fromEntries(left.map((level) => [level, before[level] ?? now]));
  const to = lowestAllowed(alert.level, calmSince, look.hysteresis, now);
  if (to === alert.level) return { calmSince, proposal: null };
  const known = alert.lowering?.proposal;
  const at = known?.to === to ? known.at : now;
  return { calmSince, proposal: { to, since: calmSince[alert.level] ?? now, at } };
}

function lowestAllowed(
  from: Level,
  calmSince: Lowering['calmSince'],
  hysteresis: Hysteresis,
  now: Instant,
): Level {
  let to = from;
  while (isLowerable(to)) {
    const since = calmSince[to];
    if (since === undefined || now - since < hysteresis.holdMinutes[to] * MINUTE) break;
    to = levelOf(rankOf(to) - 1) ?? to;
  }
  return to;
}

/** After somebody lowered it: the clocks of the levels that are left stay. */
export function loweredTo(lowering: Lowering, to: Level): Lowering | null {
  return restOf(lowering, (level, since) => (rankOf(level) <= rankOf(to) ? since : null));
}

/** After somebody decided against it: every clock begins anew. */
export function keptUp(lowering: Lowering, now: Instant): Lowering | null {
  return restOf(lowering, () => now);
}

function restOf(
  lowering: Lowering,
  clock: (level: Lowerable, since: Instant) => Instant | null,
): Lowering | null {
  const rest = LOWERABLE.flatMap((level) => {
    const since = lowering.calmSince[level];
    const kept = since === undefined ? null : clock(level, since);
    return kept === null ? [] : [[level, kept] as const];
  });
  return rest.length === 0 ? null : { calmSince: Object.fromEntries(rest), proposal: null };
}

function isLowerable(level: Level): level is Lowerable {
  return level !== 'IV';
}
