import { describe, expect, test } from 'vitest';
import { DEFAULT_SENSITIVITY } from '../../server/core/risk/sensitivity.ts';
import type { Copying, Series } from '../../server/core/series/series.ts';
import { DAY } from '../../server/core/time.ts';
import copyStorm from '../../server/detectors/copy-storm.ts';
import { MONDAY, posts, seriesAt } from '../core/series/make-series.ts';

const START = MONDAY - 28 * DAY;
const usual = posts({ rate: 4, seed: 8, from: START, to: MONDAY });

function stormy(copying: Partial<Copying>, copiesAnHour = 0, since = START): Series {
  const plain = seriesAt(usual, MONDAY, since);
  const none = { minutes: 360, copies: 0, originals: 0, authors: 0, mostOfOne: 0, examples: [] };
  const hours = plain.hours.map((hour) => ({ ...hour, copies: copiesAnHour }));
  return { ...plain, hours, copying: { ...none, ...copying } };
}
const detect = (series: Series) => copyStorm.detect(series, MONDAY);

describe('many copies', () => {
  test('by few authors are spread by somebody', () => {
    const copying = { copies: 48, originals: 12, authors: 6, mostOfOne: 9, examples: [3] };
    expect(detect(stormy(copying))).toMatchObject([
      {
        observed: 48,
        baseline: { kind: 'rule' },
        facts: { pattern: 'few-authors', originals: 12, authors: 6, usualCopies: 0 },
        examples: [3],
      },
    ]);
  });

  test('of few texts by many are one text that goes round', () => {
    expect(detect(stormy({ copies: 60, originals: 2, authors: 55 }))[0]?.facts.pattern).toBe('few-texts');
  });

  test.each([
    ['nineteen copies', { copies: 19, originals: 1, authors: 2 }],
    ['many texts by many people', { copies: 60, originals: 30, authors: 50 }],
  ])('%s are no storm', (_, copying) => {
    expect(detect(stormy(copying))).toEqual([]);
  });

  test('as many as on any other day are none', () => {
    const copying = { copies: 48, originals: 2, authors: 40 };
    expect(detect(stormy(copying, 8))).toEqual([]);
    expect(detect(stormy(copying, 3))).toHaveLength(1);
  });

  test('more than are looked into count in full, against the limit and against what is usual', () => {
    const sample = { copies: 1_000, originals: 4, authors: 60 };
    const storm = (copies: number, copiesAnHour: number) => {
      const series = stormy(sample, copiesAnHour);
      return detect({ ...series, lastSixHours: { ...series.lastSixHours, copies } });
    };
    expect(storm(5_000, 100)).toMatchObject([
      { observed: 5_000, facts: { copies: 5_000, originals: 4, pattern: 'few-authors' } },
    ]);
    expect(storm(1_100, 100)).toEqual([]);
  });

  test('too few to be looked into have no pattern, however low the limit', () => {
    const series = stormy({});
    const sensitivity = { ...DEFAULT_SENSITIVITY, stormCopies: 1 };
    expect(detect({ ...series, sensitivity, lastSixHours: { ...series.lastSixHours, copies: 3 } })).toEqual(
      [],
    );
  });

  test('in cold start the rule speaks, and says what it lacks', () => {
    const young = stormy({ copies: 48, originals: 2, authors: 6 }, 8, MONDAY - 3 * DAY);
    expect(detect(young)[0]?.facts).toMatchObject({ history: 'none' });
  });
});
