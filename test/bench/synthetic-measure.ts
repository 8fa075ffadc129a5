import { seeded } from '../support/random.ts';
import {
  DRIFT_SEEN,
  driftAt,
  PEAK_HOURS,
  peakAt,
  type SyntheticPlan,
  syntheticHours,
  WEEKS4,
} from './synthetic-counts.ts';
import type { Method } from './synthetic-methods.ts';

/** Rings no further apart than so many hours are one episode. */
const SAME_EPISODE = 6;

/** How a method does at one rate. */
export interface DetectFigures {
  /** Episodes in 28 days in which nothing happened, a topic. */
  readonly falseEpisodes: number;
  /** Shares found, and the hours until a found peak rang, in the middle. */
  readonly peaks: number;
  readonly delay: number;
  readonly drifts: number;
}

type Kind = Pick<SyntheticPlan, 'phi' | 'bursts'>;

/** Quiet weeks of so many topics, and twice as many peaks and drifts, each with a history of its own. */
export function measure(method: Method, rate: number, topics: number, kind: Kind = {}): DetectFigures {
  const quiet = Array.from({ length: topics }, (_, topic) =>
    episodesIn(method, syntheticHours({ rate, seed: 1 + topic, ...kind })),
  );
  const delays: number[] = [];
  let drifts = 0;
  for (let seed = 1; seed <= 2 * topics; seed++) {
    const start = WEEKS4 + Math.floor(seeded(seed)() * (WEEKS4 - DRIFT_SEEN));
    const peak = syntheticHours({ rate, seed: seed + 200_000, added: peakAt(start, rate), ...kind });
    const delay = firstRing(method, peak, start, PEAK_HOURS);
    if (delay !== null) delays.push(delay);
    const drift = syntheticHours({ rate, seed: seed + 400_000, added: driftAt(start), ...kind });
    if (firstRing(method, drift, start, DRIFT_SEEN) !== null) drifts += 1;
  }
  delays.sort((a, b) => a - b);
  return {
    falseEpisodes: quiet.reduce((sum, each) => sum + each, 0) / topics,
    peaks: delays.length / (2 * topics),
    delay: delays[delays.length >> 1] ?? Number.NaN,
    drifts: drifts / (2 * topics),
  };
}

function episodesIn(method: Method, hours: ReturnType<typeof syntheticHours>): number {
  let episodes = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = WEEKS4; index < 2 * WEEKS4; index++) {
    if (!method(hours, index)) continue;
    if (index - last > SAME_EPISODE) episodes += 1;
    last = index;
  }
  return episodes;
}

/** Hours from the start until it rang, the hour that rang included; null when it did not within `length`. */
function firstRing(
  method: Method,
  hours: ReturnType<typeof syntheticHours>,
  start: number,
  length: number,
): number | null {
  for (let index = start; index < start + length; index++) {
    if (method(hours, index)) return index - start + 1;
  }
  return null;
}
