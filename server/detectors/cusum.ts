import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { type CusumChart, type Rise, riseOf } from '../core/series/cusum.ts';
import { type Series, talkExamples } from '../core/series/series.ts';
import { calendarFacts } from '../core/time/calendar.ts';
import { MINUTE } from '../core/time.ts';

/**
 * A rise over days, no hour of which is unusual. Excursions of its sum follow each other the faster the more
 * information an hour holds: for as many false ones in a month, the score asked for goes with its logarithm.
 */
const DRIFT: CusumChart = {
  key: 'volume-drift',
  rise: 1.6,
  hours: 120,
  most: 2.5,
  excludedHours: 72,
  leastDays: 14,
  leastScore: (information) => 2.7 + Math.log10(information),
  toldHours: 24,
};
/** A rise over some hours, none of which suffices alone. */
const RISE: CusumChart = {
  key: 'volume-rise',
  rise: 3,
  hours: 24,
  most: 6,
  excludedHours: 6,
  leastDays: 7,
  leastScore: () => 3.3,
  toldHours: 24,
};
/** What they ask for was set on simulated weeks: see the detectors of the bench. */
const CHARTS = [DRIFT, RISE];
/** Fewer mentions above the usual are not worth a word. */
const MIN_EXCESS_MENTIONS = 4;

/** Total volume that stays above the usual: two CUSUM charts, one for hours and one for days. */
export default defineDetector({
  name: 'cusum',
  lookback: 28 * 24,
  tests: CHARTS.length,
  detect(series, now) {
    return CHARTS.flatMap((chart) => {
      const rise = riseOf(series, now, chart);
      return rise && rise.observed - rise.expected >= MIN_EXCESS_MENTIONS
        ? [toFinding(chart, rise, series)]
        : [];
    });
  },
});

function toFinding(chart: CusumChart, rise: Rise, series: Series): Noticed {
  const { observed, expected } = rise;
  const inside = series.hours.filter(({ hour }) => hour >= rise.since && hour < rise.until);
  return {
    key: chart.key,
    windowMinutes: (rise.until - rise.since) / MINUTE,
    observed,
    expected,
    usualHigh: rise.usualHigh,
    score: rise.score,
    baseline: { kind: 'hour-of-week', days: rise.days, dispersion: rise.dispersion },
    facts: {
      measure: 'total',
      total: observed,
      negative: inside.reduce((sum, { negative }) => sum + negative, 0),
      copies: inside.reduce((sum, { copies }) => sum + copies, 0),
      since: rise.since,
      foundAt: rise.foundAt,
      peak: rise.peak,
      times: observed / Math.max(expected, 0.1),
      ...calendarFacts(rise.since, rise.until),
    },
    examples: talkExamples(series),
  };
}
