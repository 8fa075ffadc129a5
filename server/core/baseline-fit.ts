import { factors } from './baseline-factors.ts';
import type { Fit, Sample } from './baseline-model.ts';
import { hourDispersion } from './dispersion.ts';
import { median } from './median.ts';

const ROUNDS = 5;
/** Counts' worth of belief in level × hour × day: slots differ from it by about 20 % (1 / 0.2²). */
const SLOT_PRIOR = 25;

interface State {
  slots: number[];
  doubts: number[];
  phi: number;
  kept: boolean[];
}

/** Fits the hours of the week, judging outliers anew by each round's result. */
export function fitWeek(samples: readonly Sample[]): Fit {
  const habits = slotMedians(samples);
  let state = firstGuess(samples);
  for (let round = 0; round < ROUNDS; round++) state = improve(samples, habits, state);
  return { samples, ...state };
}

/** Median of each hour of the week that has at least three samples, else 0. */
function slotMedians(samples: readonly Sample[]): number[] {
  const bySlot: number[][] = Array.from({ length: 168 }, () => []);
  for (const sample of samples) if (sample.weight > 0) bySlot[sample.slot]?.push(sample.count);
  return bySlot.map((counts) => (counts.length >= 3 ? median(counts) : 0));
}

/** Typical days and typical hours of the day: medians, which a crisis does not move. */
function firstGuess(samples: readonly Sample[]): State {
  const days: number[] = [];
  const byHour: number[][] = Array.from({ length: 24 }, () => []);
  samples.forEach((sample, i) => {
    const day = Math.floor((samples.length - 1 - i) / 24);
    days[day] = (days[day] ?? 0) + sample.count;
    byHour[sample.slot % 24]?.push(sample.count);
  });
  const usual = median(days);
  const cap = usual + 3 * Math.sqrt(usual + 1);
  const level = days.reduce((sum, count) => sum + Math.min(count, cap), 0) / Math.max(1, days.length) / 24;
  const medians = byHour.map(median);
  const slots = Array.from({ length: 168 }, (_, slot) => Math.max(level, medians[slot % 24] ?? 0, 1e-3));
  return { slots, doubts: slots.map(() => 0), phi: 1, kept: samples.map(() => true) };
}

function improve(samples: readonly Sample[], habits: readonly number[], state: State): State {
  const { limits, recurrent } = judge(habits, state);
  const seen = new Float64Array(168);
  const exposure = new Float64Array(168);
  const kept = samples.map(({ slot, count, weight }) => {
    if (recurrent.has(slot)) return true;
    const { most, never } = limits[slot] ?? { most: 0, never: 0 };
    if (count > never) return false;
    seen[slot] = (seen[slot] ?? 0) + weight * Math.min(count, most);
    exposure[slot] = (exposure[slot] ?? 0) + weight;
    return true;
  });
  const model = factors(seen, exposure, state.phi);
  const slots: number[] = [];
  const doubts: number[] = [];
  for (let slot = 0; slot < 168; slot++) {
    const mu = model.mean(slot);
    // Overdispersed counts say less: one of them is worth 1 / (1 + phi·mu) of a Poisson count.
    const worth = 1 / (1 + state.phi * mu);
    const usual = worth * (exposure[slot] ?? 0) * mu + SLOT_PRIOR;
    const own = worth * (seen[slot] ?? 0) + SLOT_PRIOR;
    slots.push(recurrent.get(slot) ?? (mu * own) / usual);
    doubts.push(1 / usual + model.doubt(slot));
  }
  return { slots, doubts, phi: hourDispersion(samples, slots, kept), kept };
}

/**
 * Winsorises at three standard deviations and drops beyond six. A slot whose median sample is itself
 * beyond the limit is no outlier but a weekly habit (a live show): its median becomes its expectation.
 */
function judge(habits: readonly number[], state: State) {
  const recurrent = new Map<number, number>();
  const limit = (mu: number, deviations: number): number =>
    mu + deviations * Math.sqrt(mu + state.phi * mu * mu) + deviations / 3;
  habits.forEach((usual, slot) => {
    if (usual <= 5) return;
    const around = Math.min(state.slots[slot] ?? 0, neighbours(state.slots, slot));
    if (usual > limit(around, 3)) recurrent.set(slot, usual);
  });
  const limits = state.slots.map((mu) => ({ most: limit(mu, 3), never: limit(mu, 6) }));
  return { limits, recurrent };
}

function neighbours(slots: readonly number[], slot: number): number {
  return median(
    [slots[(slot + 165) % 168], slots[(slot + 3) % 168], slots[(slot + 24) % 168]].map((v) => v ?? 0),
  );
}
