import { HOUR, type Instant } from '../time.ts';
import { FINE_STEP } from './bucket.ts';
import type { Recent } from './series.ts';

/** What the newest mentions of a window hold, people counted once. */
export type NewestCounts = Omit<Recent, 'minutes'>;

/** Counts of one step of time, however long. */
export interface StepCounts {
  readonly at: Instant;
  readonly total: number;
  readonly negative: number;
  readonly copies: number;
}

/**
 * Sums of the steps after `from`; of the step that `from` is in only the share that lies after it, as if its
 * mentions came evenly.
 */
export function sumSteps(steps: readonly StepCounts[], from: Instant, step: number): Omit<StepCounts, 'at'> {
  const sums = { total: 0, negative: 0, copies: 0 };
  for (const { at, total, negative, copies } of steps) {
    const share = Math.min(1, Math.max(0, (at + step - from) / step));
    sums.total += share * total;
    sums.negative += share * negative;
    sums.copies += share * copies;
  }
  return {
    total: Math.round(sums.total),
    negative: Math.round(sums.negative),
    copies: Math.round(sums.copies),
  };
}

/** How long the steps are that a window up to `now` is counted in: five minutes are kept for two days only. */
export function stepUpTo(now: Instant): number {
  return now % HOUR === 0 ? HOUR : FINE_STEP;
}

/**
 * A window with more mentions than are looked at one by one: counts from its steps, people as many as so many
 * mentions have by Heaps' law, V(n) = n^β with the β of the newest ones (H. S. Heaps, Information Retrieval,
 * 1978, § 7.5), and no more than `people`, whoever wrote in the hours that the window touches.
 */
export function busyWindow(
  minutes: number,
  counted: Omit<StepCounts, 'at'>,
  newest: NewestCounts,
  people: number,
): Recent {
  const total = Math.max(counted.total, newest.total);
  const negative = Math.max(counted.negative, newest.negative);
  const authors = Math.max(
    newest.authors,
    Math.min(people, peopleAmong(total, newest.total, newest.authors)),
  );
  const angry = peopleAmong(negative, newest.negative, newest.negativeAuthors);
  return {
    minutes,
    total,
    negative,
    copies: Math.max(counted.copies, newest.copies),
    authors,
    negativeAuthors: Math.max(newest.negativeAuthors, Math.min(authors, angry)),
  };
}

function peopleAmong(mentions: number, seen: number, people: number): number {
  if (seen < 2 || people < 1) return people;
  return Math.round(mentions ** (Math.log(people) / Math.log(seen)));
}
