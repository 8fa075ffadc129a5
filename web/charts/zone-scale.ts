import type { StandardRow } from '../api/standards.ts';

interface Median {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}
type Levels = Pick<StandardRow, 'floor' | 'target' | 'ideal' | 'better'>;

/** Room on both sides of the levels, in parts of what lies between them. */
const MARGIN = 0.6;

/**
 * A scale from worse (0) to better (100), whichever way is better: its levels lie well inside, an amount far outside
 * stands at the edge.
 */
export function zoneScale({ floor, target, ideal, better }: Levels, median: Median) {
  const best = ideal ?? target;
  const width = Math.abs(best - floor) || Math.abs(floor) || 1;
  const sign = better === 'high' ? 1 : -1;
  const ahead = (value: number): number => sign * (value - floor);
  // As far back as the middle of what was reported, but never so far that the zones cannot be told apart.
  const back = Math.min(3 * width, Math.max(MARGIN * width, -ahead(median.value) * 1.2));
  const whole = back + width * (1 + MARGIN);
  const place = (value: number): number => Math.max(0, Math.min(100, (100 * (ahead(value) + back)) / whole));
  const [one, other] = [place(median.lo), place(median.hi)];
  return {
    floor: place(floor),
    target: place(target),
    ideal: ideal === null ? null : place(ideal),
    median: place(median.value),
    lo: Math.min(one, other),
    hi: Math.max(one, other),
  };
}
