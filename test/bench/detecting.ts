import { createStreamDetector } from '../../server/core/series/stream-detect.ts';
import { MINUTE } from '../../server/core/time.ts';
import { createDice } from './posts.ts';

export interface DetectFigures {
  readonly rows: number;
  readonly perSecond: number;
  readonly alarms: number;
}

const BUCKET = 5 * MINUTE;
const START = Date.UTC(2026, 0, 5);
/** A burst of a few hours in so many rows. */
const BURST_EVERY = 2_000;
const BURST_ROWS = 30;

/** Scores rows of five minutes with a day's rhythm and bursts, as `tingchao detect` does. */
export function benchDetect(rows: number): DetectFigures {
  const dice = createDice();
  const values = Array.from({ length: rows }, (_, i) => {
    const usual = 12 + 9 * Math.sin((i / 288) * 2 * Math.PI);
    return dice(Math.round(2 * usual)) * (i % BURST_EVERY < BURST_ROWS ? 8 : 1);
  });
  const judge = createStreamDetector(BUCKET);
  let alarms = 0;
  const began = performance.now();
  values.forEach((value, i) => {
    if (judge(START + i * BUCKET, value).score >= 0.5) alarms += 1;
  });
  return { rows, perSecond: (rows * 1_000) / (performance.now() - began), alarms };
}
