import { hourDispersion } from '../dispersion.ts';
import { dropBursts } from './bursts.ts';
import { type Factors, factors } from './factors.ts';
import { firstGuess, slotMedians } from './guess.ts';
import { type Fit, type Samples, SLOTS } from './model.ts';

const ROUNDS = 5;
/** A dispersion that moves by less than this share of itself has settled, and the rest with it. */
const SETTLED = 0.02;
/** Counts' worth of belief in level × hour × day: slots differ from it by about 20 % (1 / 0.2²). */
const SLOT_PRIOR = 25;
/** A slot that usually holds fewer is no weekly habit that would have to be distinguished from an outlier. */
const MIN_HABIT_COUNT = 5;
/** Counts are brought down to so many standard deviations (and a third), and left out beyond so many. */
const MAX_DEVIATIONS = 3;
const NEVER = 6;

/** What one round writes for the next one to read; made once per fit, for rounds are many and short. */
interface Work {
  readonly samples: Samples;
  /** Medians by hour of week, and 1 where that median is a habit and stands for itself. */
  readonly habits: Float64Array;
  readonly marks: Uint8Array;
  readonly seen: Float64Array;
  readonly exposure: Float64Array;
  readonly model: Factors;
  readonly slots: Float64Array;
  readonly doubts: Float64Array;
  readonly kept: Uint8Array;
}

/** Fits the hours of the week, judging outliers again by each round's result. */
export function fitWeek(samples: Samples, rounds = ROUNDS): Fit {
  const empty = () => new Float64Array(SLOTS);
  const work: Work = {
    samples,
    habits: slotMedians(samples, MIN_HABIT_COUNT),
    marks: new Uint8Array(SLOTS),
    seen: empty(),
    exposure: empty(),
    model: { means: empty(), hourDoubts: new Float64Array(24), dayDoubts: new Float64Array(7) },
    slots: firstGuess(samples),
    doubts: empty(),
    kept: new Uint8Array(samples.length),
  };
  let phi = 1;
  for (let round = 0; round < rounds; round++) {
    const before = phi;
    phi = improve(work, phi, round);
    if (round > 1 && Math.abs(phi - before) < SETTLED * before) break;
  }
  const { slots, doubts, kept, model } = work;
  return { samples, slots, doubts, dayDoubts: model.dayDoubts, phi, kept };
}

/** One round, in place; gives the dispersion of an hour. */
function improve(work: Work, phi: number, round: number): number {
  const { samples, habits, marks, seen, exposure, model, slots, doubts, kept } = work;
  markHabits(work, phi);
  weigh(work, phi, round > 0);
  factors(seen, exposure, phi, model);
  for (let slot = 0; slot < SLOTS; slot++) {
    const mu = at(model.means, slot);
    // Overdispersed counts say less: one of them is worth 1 / (1 + phi·mu) of a Poisson count.
    const worth = 1 / (1 + phi * mu);
    const usual = worth * at(exposure, slot) * mu + SLOT_PRIOR;
    const own = worth * at(seen, slot) + SLOT_PRIOR;
    slots[slot] = marks[slot] === 1 ? at(habits, slot) : (mu * own) / usual;
    doubts[slot] = 1 / usual + at(model.hourDoubts, slot % 24);
  }
  return hourDispersion(samples, slots, kept);
}

/** Winsorises at three standard deviations and drops beyond six. */
function weigh({ samples, slots, marks, seen, exposure, kept }: Work, phi: number, bursts: boolean): void {
  seen.fill(0);
  exposure.fill(0);
  kept.fill(1);
  // The first guess knows no days of the week: their difference would look like bursts.
  if (bursts) dropBursts(samples, slots, phi, kept);
  for (let i = 0; i < samples.length; i++) {
    const slot = samples.slots[i] ?? 0;
    if (marks[slot] === 1) continue;
    const mu = at(slots, slot);
    const deviation = Math.sqrt(mu + phi * mu * mu) + 1 / 3;
    const over = (at(samples.counts, i) - mu) / deviation;
    if (over > NEVER) kept[i] = 0;
    if (kept[i] === 0) continue;
    const weight = at(samples.weights, i);
    seen[slot] =
      at(seen, slot) +
      weight * (over > MAX_DEVIATIONS ? mu + MAX_DEVIATIONS * deviation : at(samples.counts, i));
    exposure[slot] = at(exposure, slot) + weight;
  }
}

/**
 * Marks slots whose median sample is itself beyond the limit: no outlier but a weekly habit (a live show),
 * whose median becomes its expectation.
 */
function markHabits({ habits, slots, marks }: Work, phi: number): void {
  marks.fill(0);
  for (let slot = 0; slot < SLOTS; slot++) {
    const usual = at(habits, slot);
    if (usual <= MIN_HABIT_COUNT) continue;
    const around = Math.min(at(slots, slot), neighbours(slots, slot));
    const most = around + MAX_DEVIATIONS * (Math.sqrt(around + phi * around * around) + 1 / 3);
    if (usual > most) marks[slot] = 1;
  }
}

/** The middle one of three slots near by. */
function neighbours(slots: Float64Array, slot: number): number {
  const a = at(slots, (slot + 165) % SLOTS);
  const b = at(slots, (slot + 3) % SLOTS);
  const c = at(slots, (slot + 24) % SLOTS);
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
