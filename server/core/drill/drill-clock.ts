import { type Instant, MINUTE } from '../time.ts';

export const SPEEDS = [1, 4, 12] as const;

/** When a drill began, how fast its clock runs, and how long it is. */
export interface DrillTiming {
  readonly startedAt: Instant;
  /** Drill time = real time × this. */
  readonly speed: number;
  readonly minutes: number;
}

export interface ClockTurn {
  readonly kind: 'paused' | 'resumed' | 'ended';
  readonly at: Instant;
}

export interface DrillTime {
  readonly state: 'running' | 'paused' | 'ended';
  /** Drill time since the beginning, in milliseconds. */
  readonly elapsed: number;
  /** When it ended in real time; null while it has not. */
  readonly endedAt: Instant | null;
}

/**
 * What a drill's clock shows at `now`. It follows from what is stored alone, so no timer runs and no restart loses
 * anything: it stands while the drill is paused, and the drill is over when it has run as long as its scenario is.
 * A turn that changes nothing (paused twice, by two at once) is passed over.
 * @param turns in the order they were made
 */
export function drillTime(timing: DrillTiming, turns: readonly ClockTurn[], now: Instant): DrillTime {
  const length = timing.minutes * MINUTE;
  let elapsed = 0;
  let runsFrom: Instant | null = timing.startedAt;
  const until = (at: Instant): DrillTime | null => {
    if (runsFrom === null) return null;
    const reached = elapsed + Math.max(0, at - runsFrom) * timing.speed;
    if (reached < length) {
      elapsed = reached;
      runsFrom = Math.max(at, runsFrom);
      return null;
    }
    const endedAt = runsFrom + Math.ceil((length - elapsed) / timing.speed);
    return { state: 'ended', elapsed: length, endedAt };
  };
  for (const { kind, at } of turns) {
    const over = until(at);
    if (over) return over;
    if (kind === 'ended') return { state: 'ended', elapsed, endedAt: at };
    if (kind === 'paused') runsFrom = null;
    else runsFrom ??= at;
  }
  const over = until(now);
  return over ?? { state: runsFrom === null ? 'paused' : 'running', elapsed, endedAt: null };
}

/** When the clock will show `drillAt`, if nobody stops it; null where it does not run or was there already. */
export function willBeAt({ speed }: DrillTiming, time: DrillTime, drillAt: number, now: Instant) {
  if (time.state !== 'running' || drillAt <= time.elapsed) return null;
  return now + Math.ceil((drillAt - time.elapsed) / speed);
}
