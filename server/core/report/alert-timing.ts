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
  /** From its opening until somebody confirmed it, or closed it without; null: nobody has. */
  readonly confirmed: number | null;
  /** Null: still within its time, or its level has none. */
  readonly onTime: boolean | null;
}

const RINGS: readonly string[] = ['opened', 'raised', 'surged', 'graver'];
/** Whoever closes an alert, calls it false or joins it to another has seen it. */
const ANSWERS: readonly string[] = ['acknowledged', 'closed', 'false_alarm', 'merged'];

/**
 * How fast an alert was found and confirmed. Each ring, the first one, whenever it became graver for a larger wave and a graver claim, gives people the
 * time of its level anew, as in the chain of duty; one that runs out makes it late, whatever comes after.
 */
export function alertTiming(
  steps: readonly AlertStep[],
  minutes: EscalationPolicy['minutes'],
  now: Instant,
): AlertTiming {
  const opened = steps.find(({ kind }) => kind === 'opened');
  const answer = steps.find(({ kind, at }) => ANSWERS.includes(kind) && at >= (opened?.at ?? 0));
  const end = answer?.at ?? now;
  const rings = steps.filter(({ kind, at }) => RINGS.includes(kind) && at <= end);
  const late = rings.some(({ at, to }, i) => {
    const allowed = minutes[to];
    return allowed !== null && (rings[i + 1]?.at ?? end) - at > allowed * MINUTE;
  });
  const timed = rings.some(({ to }) => minutes[to] !== null);
  return {
    found: opened && opened.publishedAt !== null ? Math.max(0, opened.at - opened.publishedAt) : null,
    confirmed: opened && answer ? answer.at - opened.at : null,
    onTime: late ? false : answer !== undefined && timed ? true : null,
  };
}
