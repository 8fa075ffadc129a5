import { asksToConfirm, isAnswer } from '../alert/change-kinds.ts';
import type { EscalationPolicy } from '../alert/escalation.ts';
import type { Level } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';

/** What of an alert's history its times are read from, oldest first. */
export interface AlertStep {
  readonly kind: string;
  readonly at: Instant;
  readonly to: Level;
  /** When the newest post was published that led to it; null: not known to the minute. */
  readonly publishedAt: Instant | null;
}

export interface AlertTiming {
  /** From the newest post that led to it until it opened, milliseconds; null: not known. */
  readonly found: number | null;
  /** From its opening until somebody first confirmed it, or closed it without; null: nobody has. */
  readonly confirmed: number | null;
  /** Null: still within its time, or its level has none. */
  readonly onTime: boolean | null;
}

/**
 * How fast an alert was found and confirmed. Each ring, the first one, whenever it became graver, for a larger wave and
 * for a graver claim, gives people the time of its level again, as in the chain of duty, also after somebody had
 * confirmed it; one that runs out makes it late, whatever comes after.
 */
export function alertTiming(
  steps: readonly AlertStep[],
  minutes: EscalationPolicy['minutes'],
  now: Instant,
): AlertTiming {
  const opened = steps.find(({ kind }) => kind === 'opened');
  const events = steps.filter(
    ({ kind, at }) => asksToConfirm(kind) || (isAnswer(kind) && at >= (opened?.at ?? 0)),
  );
  const answer = events.find(({ kind }) => isAnswer(kind));
  const late = events.some((event, i) => {
    const allowed = asksToConfirm(event.kind) ? minutes[event.to] : null;
    return allowed !== null && (events[i + 1]?.at ?? now) - event.at > allowed * MINUTE;
  });
  const last = events.at(-1);
  const answered = last !== undefined && isAnswer(last.kind);
  const timed = events.some((event) => asksToConfirm(event.kind) && minutes[event.to] !== null);
  return {
    found: opened && opened.publishedAt !== null ? Math.max(0, opened.at - opened.publishedAt) : null,
    confirmed: opened && answer ? answer.at - opened.at : null,
    onTime: late ? false : answered && timed ? true : null,
  };
}
