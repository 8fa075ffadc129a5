import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { DEFAULT_SENSITIVITY, sensitivityOf } from '../core/risk/sensitivity.ts';
import { type Burst, burstsOf, RARE_PEOPLE, rareComplaints } from '../core/series/burst.ts';
import { type Series, talkExamples } from '../core/series/series.ts';
import { calendarFacts } from '../core/time/calendar.ts';
import { type Instant, MINUTE } from '../core/time.ts';

/**
 * More than usual for this hour of the week: total volume of 1 h and 6 h, negative volume of 1 h, and people who complain
 * within 6 h where hardly anybody does, by the upper tail of the negative binomial.
 */
export default defineDetector({
  name: 'nb-tail',
  lookback: 28 * 24,
  tests: 4,
  detect(series, now) {
    const { burstScore, burstObserved } = sensitivityOf(series);
    const sure = (burstsOf(series, now) ?? []).filter((burst) => burst.score >= burstScore);
    // Six hours only find what no single hour and no volume does.
    const told = sure.some(({ observed }) => observed >= DEFAULT_SENSITIVITY.burstObserved);
    const rare = !told ? rareComplaints(series, burstScore, now) : null;
    // A team that wants no alert for a few in an hour wants none for half as many an hour over six.
    const least = RARE_PEOPLE + 2 * Math.max(0, burstObserved - DEFAULT_SENSITIVITY.burstObserved);
    return [
      ...sure.filter(({ observed }) => observed >= burstObserved),
      ...(rare && rare.observed >= least ? [rare] : []),
    ].map((burst) => toFinding(burst, series, now));
  },
});

function toFinding(burst: Burst, series: Series, now: Instant): Noticed {
  const { recent } = burst;
  return {
    key: burst.key,
    windowMinutes: recent.minutes,
    observed: burst.observed,
    expected: burst.expected,
    usualHigh: burst.usualHigh,
    score: burst.score,
    baseline: { kind: 'hour-of-week', days: burst.days, dispersion: burst.dispersion },
    facts: {
      measure: burst.measure,
      total: recent.total,
      negative: recent.negative,
      ...(recent.positive !== undefined && { positive: recent.positive }),
      copies: recent.copies,
      authors: recent.authors,
      times: burst.observed / Math.max(burst.expected, 0.1),
      ...calendarFacts(now - recent.minutes * MINUTE, now),
    },
    examples: burst.measure === 'total' ? talkExamples(series) : series.examples.slice(0, 5),
  };
}
