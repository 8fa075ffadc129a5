import type { Level } from '../risk/grade.ts';
import { isForgotten, rankOf } from '../risk/grade.ts';
import { type Instant, MINUTE, SECOND } from '../time.ts';
import type { Alert, AlertChange } from './alert.ts';

/**
 * How messages of one group, that is of one watch about one story, are put together. A line of the routes may say it
 * for its branch; what says nothing goes by the line above it, and at last by what holds for all.
 */
export interface Grouping {
  /** Seconds that the first message of a group waits for others to go with it, blue and yellow; 0: it does not. */
  readonly waitSeconds: number;
  /** The same for orange. Red never waits. */
  readonly waitOrangeSeconds: number;
  /** Minutes from one message of a group to the next; what becomes orange or red does not wait for them. */
  readonly intervalMinutes: number;
  /** Minutes after which it is said again that nobody has confirmed it; null: it is not. */
  readonly repeatMinutes: number | null;
  /** How often that is said at most. */
  readonly repeats: number;
}

/** Nothing waits unless somebody wants it to: a message is out seconds after what it reports was published. */
export const DEFAULT_GROUPING: Grouping = {
  waitSeconds: 0,
  waitOrangeSeconds: 0,
  intervalMinutes: 5,
  repeatMinutes: 240,
  repeats: 3,
};
/** An hour for blue and yellow, a minute for orange, a day, a week, and as often as it is passed on. */
export const MAX_GROUPING = {
  waitSeconds: 3_600,
  waitOrangeSeconds: 60,
  intervalMinutes: 1_440,
  repeatMinutes: 10_080,
  repeats: 5,
} as const satisfies Grouping;

/** What one channel was sent of the group that a change belongs to. */
export interface GroupFacts {
  readonly grouping: Grouping;
  /** When the last message of the group was sent; null: never, this would be the first. */
  readonly rangAt: Instant | null;
  /** When what waits of the group will be sent; null: nothing waits. */
  readonly heldUntil: Instant | null;
}

/** Milliseconds that the first message of a group waits. */
export function waitOf({ waitSeconds, waitOrangeSeconds }: Grouping, level: Level): number {
  if (level === 'I') return 0;
  return (level === 'II' ? waitOrangeSeconds : waitSeconds) * SECOND;
}

/** Whether a change waits for the next turn of a group that rang: blue and yellow, and orange that is not new. */
export function waitsForInterval({ kind, draft }: AlertChange): boolean {
  if (kind === 'graver') return false;
  return rankOf(draft.level) < rankOf('II') || (kind === 'playbook' && draft.level === 'II');
}

/**
 * When an alert is said again that nobody is left to pass on to; null: no more. It is the same clock as that of passing
 * it on, which goes first: so nothing is said twice.
 * @param alert.repeats how often it was said again so far
 */
export function repeatAt(
  alert: Pick<Alert, 'status'> & { readonly repeats: number },
  { repeatMinutes, repeats }: Grouping,
  at: Instant,
): Instant | null {
  if (alert.status !== 'open' || repeatMinutes === null || alert.repeats >= repeats) return null;
  return at + repeatMinutes * MINUTE;
}

/** That an alert is said again: which time it is, and how long it has asked to be confirmed, in milliseconds. */
export interface Repeating {
  readonly count: number;
  readonly waited: number;
}

/**
 * What must hold for it to be said again: its watch stands at least as high as the alert does, and more was said since
 * the last message. Talk that goes on after all has calmed down is no reason, nor an index that rises by itself after
 * so long a calm that closing was proposed: the next trouble is announced as such.
 */
export function isWorthRepeating({ level, risk }: Pick<Alert, 'level' | 'risk'>, saidSince: number): boolean {
  if (risk.wave && isForgotten(risk.wave)) return false;
  return saidSince > 0 && rankOf(risk.level) >= rankOf(level);
}
