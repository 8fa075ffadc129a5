import { type Arrival, cameLate, publishedAt } from '../series/late.ts';
import { median } from '../statistics/median.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { Finding } from './finding.ts';
import { isObservation } from './finding-kind.ts';

/** A mention with its tone, when it was published and when it came. */
export interface ArrivedMention extends Arrival {
  readonly negative: boolean;
}

/** What a moment of the past holds: its mentions of a day, and the posts that show what was found. */
export interface ArrivedBy {
  readonly mentions: readonly ArrivedMention[];
  readonly shown: ReadonlyMap<number, Arrival>;
}

/** Where less of it came late, whoever looked in time saw it. */
const MIN_LATE_SHARE = 1 / 3;
const DAY_MINUTES = 24 * 60;
const COUNTED = new Set<string | number | undefined>(['total', 'negative', 'negative-share']);

/**
 * A finding of a moment that is past, said to be late: by how many minutes its posts were stored after they were
 * published. Null where it was there to be seen in time, or covers more than a day: that is looked at anyway.
 */
export function lateFinding(finding: Finding, { mentions, shown }: ArrivedBy, now: Instant): Finding | null {
  const { at, windowMinutes, facts, examples } = finding;
  if (isObservation(finding) || windowMinutes > DAY_MINUTES) return null;
  const counted = COUNTED.has(facts.measure);
  const arrivals: readonly Arrival[] = counted
    ? mentions.filter(
        (each) => inWindow(each, at, windowMinutes) && (each.negative || facts.measure === 'total'),
      )
    : examples.flatMap((id) => shown.get(id) ?? []);
  const late = arrivals.filter((each) => cameLate(each, now));
  if (late.length === 0 || late.length < arrivals.length * MIN_LATE_SHARE) return null;
  const minutes = median(late.map((each) => Math.max(0, each.storedAt - publishedAt(each)) / MINUTE));
  return { ...finding, facts: { ...facts, late: Math.round(minutes) } };
}

function inWindow({ at }: Arrival, until: Instant, minutes: number): boolean {
  return at > until - minutes * MINUTE && at <= until;
}

/** By how many minutes its posts came late; null: it was found in time. */
export function lateBy({ facts }: Pick<Finding, 'facts'>): number | null {
  return typeof facts.late === 'number' ? facts.late : null;
}
