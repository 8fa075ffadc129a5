import type { Baseline, ColdStart } from '../series/baseline/baseline.ts';
import { habitualHour } from '../time/calendar.ts';
import { HOUR, type Instant, startOfHour } from '../time.ts';

/** An hour in which usually less than this part of the mean hour is said is quiet anyway: its calm proves nothing. */
const QUIET_PART = 0.5;

/**
 * How much of [from, to) are hours in which usually something is said, in milliseconds. Where nothing is known of the
 * watch's usual course every hour counts.
 */
export function wakingTime(usual: Baseline | ColdStart, from: Instant, to: Instant): number {
  if (usual.kind === 'cold-start') return to - from;
  const { slots } = usual;
  const least = (QUIET_PART * slots.reduce((sum, slot) => sum + slot, 0)) / slots.length;
  let waking = 0;
  for (let hour = startOfHour(from); hour < to; hour += HOUR) {
    if ((slots[habitualHour(hour)] ?? 0) < least) continue;
    waking += Math.min(to, hour + HOUR) - Math.max(from, hour);
  }
  return waking;
}
