import { type Level, rankOf } from '../core/risk/grade.ts';
import { type Instant, SECOND } from '../core/time.ts';

/**
 * Where the story waits, in its own seconds, for what was told so far to be found. What is told by then reaches the
 * level and no higher one, whatever hour of the day the demo is started at.
 */
export const HOLDS: readonly { readonly s: number; readonly level: Level }[] = [
  { s: 10, level: 'IV' },
  { s: 28, level: 'III' },
  { s: 70, level: 'II' },
];
/** It goes on by itself after so long, found or not. */
const PATIENCE = 60 * SECOND;

/**
 * The story's own time. It runs `speed` times as fast as ours, and stands still where the alert is not yet as
 * high as what was told makes it: so a slow machine shows every level, too.
 */
export class StoryClock {
  readonly #speed: number;
  /** From each of these on it ran without a stop. */
  readonly #runs: { readonly s: number; readonly at: Instant }[];
  #level = 0;

  constructor(startedAt: Instant, speed: number) {
    this.#speed = speed;
    this.#runs = [{ s: 0, at: startedAt }];
  }

  /** The alert has come to a level. */
  reached(level: Level, now: Instant): void {
    this.#goOn(Math.max(this.#level, rankOf(level)), now);
  }

  /** Seconds of the story told by now. */
  seconds(now: Instant): number {
    const hold = this.#hold();
    if (hold === undefined) return this.#running(now);
    const heldSince = this.momentOf(hold.s);
    if (now >= heldSince + PATIENCE) this.#goOn(rankOf(hold.level), heldSince + PATIENCE);
    return Math.min(this.#running(now), this.#hold()?.s ?? Number.POSITIVE_INFINITY);
  }

  /** When a second of the story was told, or will be if nothing holds it up. */
  momentOf(s: number): Instant {
    const { s: from, at } = this.#runs.findLast((run) => run.s <= s) ?? { s: 0, at: 0 };
    return Math.floor(at + ((s - from) * SECOND) / this.#speed);
  }

  #hold() {
    return HOLDS.find(({ level }) => rankOf(level) > this.#level);
  }

  #running(now: Instant): number {
    const { s, at } = this.#runs.at(-1) ?? { s: 0, at: now };
    return s + ((now - at) / SECOND) * this.#speed;
  }

  #goOn(level: number, now: Instant): void {
    const hold = this.#hold();
    this.#level = level;
    if (hold !== undefined && this.#running(now) > hold.s) this.#runs.push({ s: hold.s, at: now });
  }
}
