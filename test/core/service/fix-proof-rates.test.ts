import { expect, test } from 'vitest';
import { proveFix } from '../../../server/core/service/fix-proof.ts';
import { seeded } from '../../../server/core/statistics/seeded.ts';
import { DAY, startOfDay } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const START = startOfDay(NOW) - 400 * DAY;
const [RUNS, MENTIONS, KNOWN, LENGTH] = [250, 40, 70, 180];

/** Trouble lasts: the logit of a day is like that of the day before by a half. */
function* shares(random: () => number) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let state = 0.5 * normal();
  for (;;) {
    state = 0.5 * state + Math.sqrt(0.75) * 0.5 * normal();
    yield 1 / (1 + Math.exp(1.4 - state));
  }
}

/** Of as many fixes with this effect, the parts called better and worse after four weeks. */
function verdicts(effect: number, chosen: 'any day' | 'after the worst week') {
  const random = seeded(11);
  const told = { better: 0, worse: 0 };
  for (let run = 0; run < RUNS; run++) {
    const each = shares(random);
    const days = Array.from({ length: LENGTH }, (_, day) => {
      const share = (each.next().value ?? 0) * (chosen === 'any day' && day >= KNOWN ? effect : 1);
      const complaints = Array.from({ length: MENTIONS }).filter(() => random() < share).length;
      return {
        at: START + day * DAY,
        platform: 'news',
        mentions: MENTIONS,
        complaints,
        others: 0,
        copies: 0,
      };
    });
    const week = (end: number) =>
      days.slice(end - 7, end).reduce((sum, { complaints }) => sum + complaints, 0);
    const ends = Array.from({ length: 70 }, (_, i) => KNOWN + i);
    const [worst = KNOWN] = ends.toSorted((a, b) => week(b) - week(a));
    const doneAt = START + (chosen === 'any day' ? KNOWN : worst) * DAY;
    const { verdict } = proveFix({ doneAt, now: doneAt + 28 * DAY, since: START, days });
    if (verdict === 'better' || verdict === 'worse') told[verdict] += 1 / RUNS;
  }
  return told;
}

test('a fix without any effect is rarely called one, not even after the worst week; a halving is found', () => {
  const none = verdicts(1, 'any day');
  expect(none.better + none.worse).toBeLessThan(0.06);
  const chosen = verdicts(1, 'after the worst week');
  expect(chosen.better + chosen.worse).toBeLessThan(0.06);
  expect(verdicts(0.5, 'any day').better).toBeGreaterThan(0.75);
});

/** Source: D. Knuth, The Art of Computer Programming, vol. 2, §3.4.1. */
const poissonOf = (random: () => number) => (mean: number) => {
  let [product, count] = [random(), 0];
  for (; product > Math.exp(-mean); count++) product *= random();
  return count;
};

/** Of as many fixes that changed nothing, the part called better or worse where all other talk swells or shrinks so. */
function falseInSeason(times: number): number {
  const random = seeded(7);
  const poisson = poissonOf(random);
  let told = 0;
  for (let run = 0; run < RUNS; run++) {
    const days = Array.from({ length: KNOWN + 28 }, (_, day) => {
      const complaints = poisson(4);
      const mentions = complaints + poisson(day >= KNOWN ? 20 * times : 20);
      return { at: START + day * DAY, platform: 'news', mentions, complaints, others: 0, copies: 0 };
    });
    const doneAt = START + KNOWN * DAY;
    const { verdict } = proveFix({ doneAt, now: doneAt + 28 * DAY, since: START, days });
    if (verdict === 'better' || verdict === 'worse') told += 1 / RUNS;
  }
  return told;
}

test('as many complaints a day as before are neither better nor worse, however much else is said', () => {
  for (const times of [2, 3, 1 / 3]) expect(falseInSeason(times)).toBeLessThan(0.04);
});

/** Of as many ends of a season, in which complaints of one touchpoint alone fall to a third, the part called better. */
function falseAtSeasonsEnd(isYearKnown: boolean): number {
  const random = seeded(13);
  const poisson = poissonOf(random);
  const YEAR = 364 * DAY;
  const told = (earlier: number) =>
    Array.from({ length: KNOWN + 28 }, (_, day) => {
      const complaints = poisson(day >= KNOWN ? 2 : 6);
      const mentions = complaints + poisson(24);
      return {
        at: START + day * DAY - earlier,
        platform: 'news',
        mentions,
        complaints,
        others: 0,
        copies: 0,
      };
    });
  let better = 0;
  for (let run = 0; run < RUNS; run++) {
    const doneAt = START + KNOWN * DAY;
    const { verdict } = proveFix({
      doneAt,
      now: doneAt + 28 * DAY,
      since: START,
      days: told(0),
      context: { touchpoint: 'delivery', neighbours: [], lastYear: isYearKnown ? told(YEAR) : [] },
    });
    if (verdict === 'better') better += 1 / RUNS;
  }
  return better;
}

test('the end of a season is no fix where the year before is known', () => {
  expect(falseAtSeasonsEnd(true)).toBeLessThan(0.04);
  // Nothing else tells it from a fix: the page says so.
  expect(falseAtSeasonsEnd(false)).toBeGreaterThan(0.9);
});
