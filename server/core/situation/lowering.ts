import type { Alert, Lowering } from '../alert/alert.ts';
import type { Level, Risk } from '../risk/grade.ts';
import { levelOf, rankOf } from '../risk/grade.ts';
import { type Hysteresis, LOWERABLE, type Lowerable } from '../risk/risk-setting.ts';
import type { Baseline, ColdStart } from '../series/baseline/baseline.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';
import type { MetricValues } from './metrics.ts';
import { wakingTime } from './waking-time.ts';

/** What a pass saw of one watch, whether or not there is anything to say. */
export interface PassFacts {
  readonly watchId: number;
  readonly risk: Risk;
  readonly metrics: MetricValues;
  /** The level with the margin against it, see `Situation.settled`. */
  readonly settled: Level | null;
  readonly hysteresis: Hysteresis;
  /** When the watch was looked at before; null where that is not known. */
  readonly lastLookAt: Instant | null;
  /** How much of the watch is usually heard, by the hour of the week. */
  readonly usual: Baseline | ColdStart;
}

/** After so long without a look nobody can say that it stayed calm. */
const BLIND = 2 * HOUR;

/**
 * How far an alert has calmed down. A level counts as left while the index lies the margin below its
 * threshold and no condition, rule or record holds it, the lowest one while there is no level at all; what is left
 * without a break for its hold time may be lowered, from the lowest one closed. Proposed is the lowest level that all
 * above it allow; null as `to`: closing. Null: nothing is left. Source: the project's domain model (down by
 * threshold − 5 for the hold time, and confirmed by a person), but for two things. Hours that are always quiet earn no
 * hold time: a night's calm is not the end of it, and each morning would take the proposal back; a whole day holds
 * both, and is always enough. And closing is proposed after such a day, for an alert that nobody closes would swallow
 * the next crisis.
 */
export function loweringOf(
  alert: Pick<Alert, 'level' | 'lowering'>,
  look: PassFacts,
  now: Instant,
): Lowering | null {
  const blind = look.lastLookAt !== null && now - look.lastLookAt > BLIND;
  const before = blind ? {} : (alert.lowering?.calmSince ?? {});
  const left = LOWERABLE.filter((level) => rankOf(level) <= rankOf(alert.level) && isLeft(level, look));
  if (left.length === 0) return null;
  const calmSince = Object.fromEntries(left.map((level) => [level, before[level] ?? now]));
  const to = lowestAllowed(alert.level, calmSince, look, now);
  if (to === alert.level) return { calmSince, proposal: null };
  const known = alert.lowering?.proposal;
  const at = known?.to === to ? known.at : now;
  // Closing is proposed since there was no level at all.
  const since = calmSince[to === null ? 'IV' : alert.level] ?? now;
  return { calmSince, proposal: { to, since, at } };
}

function isLeft(level: Lowerable, { settled, risk }: PassFacts): boolean {
  return level === 'IV' ? risk.level === null : rankOf(settled) < rankOf(level);
}

function lowestAllowed(
  from: Level,
  calmSince: Lowering['calmSince'],
  look: PassFacts,
  now: Instant,
): Level | null {
  let to: Level | null = from;
  while (to !== null) {
    const since = calmSince[to];
    if (since === undefined || !isHeld(since, look.hysteresis.holdMinutes[to] * MINUTE, look, now)) break;
    to = levelOf(rankOf(to) - 1);
  }
  return to;
}

/** Left for the hold time in hours that are not quiet anyway, or for a whole day. */
function isHeld(since: Instant, hold: number, { usual }: PassFacts, now: Instant): boolean {
  const held = now - since;
  if (held < hold) return false;
  return held >= DAY || wakingTime(usual, since, now) >= hold;
}

/** After somebody lowered it: the clocks of the levels that are left stay. */
export function loweredTo(lowering: Lowering, to: Level): Lowering | null {
  return restOf(lowering, (level, since) => (rankOf(level) <= rankOf(to) ? since : null));
}

/** After somebody decided against it: every clock begins again. */
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
