import { DAY, HOUR, type Instant, MINUTE } from '../time.ts';

/** Why and since when nothing is forgotten for now: the time may be wrong, and what is forgotten is gone. */
export interface PruningHold {
  readonly since: Instant;
  /** When it was last looked at. */
  readonly lookedAt: Instant;
  /** Milliseconds that the clock went on evenly since, as far as somebody looked. */
  readonly steadyMs: number;
  /** When old content was last forgotten; where that is not known, when the newest post was stored. */
  readonly lastAt: Instant;
  /** Another clock says that ours is ahead. */
  readonly isClockOff: boolean;
}

/** Nobody who runs it daily is away for longer, unless the clock jumped. */
const MAX_AWAY_MS = 3 * DAY;
/** A clock that went on evenly for so long is believed. */
const BELIEVED = DAY;
/** Between two looks: with more, nobody knows what the clock did meanwhile. */
const MAX_LOOK_INTERVAL_MS = 10 * MINUTE;
/** Ahead by less, hardly anything is forgotten too early. */
const MAX_CLOCK_LEAD_MS = HOUR;

export interface PruningFacts {
  readonly now: Instant;
  /** See `PruningHold`; null: nothing was ever stored. */
  readonly lastAt: Instant | null;
  /** What the last look at other clocks found, and when. */
  readonly look: { readonly at: Instant; readonly clocks: readonly { readonly offsetMs: number }[] } | null;
  /** What was kept at the look before. */
  readonly hold: PruningHold | null;
}

/**
 * Whether forgetting is put off: after a long absence for a day in which the clock goes on evenly, and as long as
 * others say that it is ahead. @returns what to keep until the next look; null: nothing speaks against it
 */
export function pruningHold({ now, lastAt, look, hold }: PruningFacts): PruningHold | null {
  const isClockOff =
    look !== null &&
    Math.abs(now - look.at) <= MAX_LOOK_INTERVAL_MS &&
    look.clocks.some(({ offsetMs }) => offsetMs > MAX_CLOCK_LEAD_MS);
  const isAway = lastAt !== null && now - lastAt > MAX_AWAY_MS;
  if (!isClockOff && !isAway) return null;
  const fresh = { since: now, lookedAt: now, steadyMs: 0, lastAt: lastAt ?? now, isClockOff };
  if (hold === null || isClockOff || Math.abs(now - hold.lookedAt) > DAY)
    return { ...fresh, since: isClockOff && hold?.isClockOff ? hold.since : now };
  const stride = now - hold.lookedAt;
  const steadyMs = hold.steadyMs + (stride > 0 && stride <= MAX_LOOK_INTERVAL_MS ? stride : 0);
  return steadyMs >= BELIEVED ? null : { ...fresh, since: hold.since, steadyMs };
}

/** A hold that nobody has looked at lately is none. */
export function isHeld(hold: PruningHold | null, now: Instant): hold is PruningHold {
  return hold !== null && Math.abs(now - hold.lookedAt) <= MAX_LOOK_INTERVAL_MS;
}
