import { describe, expect, test } from 'vitest';
import type { FeedsHeard } from '../../server/core/series/series.ts';
import { situationOf } from '../../server/core/situation/situation.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import silence from '../../server/detectors/silence.ts';
import { MONDAY, posts, seriesAt } from '../core/series/make-series.ts';

const NOON = MONDAY + 36 * HOUR;
const START = NOON - 28 * DAY;
const healthy: FeedsHeard = { active: 2, healthy: 2, readAt: NOON - 5 * MINUTE };
const silentFor = (hours: number, rate: number, feeds = healthy, since = START) =>
  seriesAt(posts({ rate, seed: 6, from: START, to: NOON - hours * HOUR }), NOON, since, { feeds });

describe('silence that chance cannot explain', () => {
  test('is told with its length and what usually comes in that time', () => {
    const [finding] = silence.detect(silentFor(8, 15), NOON);
    expect(finding).toMatchObject({ key: 'silence', observed: 0, facts: { cause: 'public', feeds: 2 } });
    expect(finding!.windowMinutes / 60).toBeCloseTo(8, 0);
    expect(finding!.expected).toBeGreaterThan(60);
    expect(finding!.score).toBeGreaterThan(6);
  });

  test('of a watch that hears little takes longer, or is never certain', () => {
    expect(silence.detect(silentFor(8, 0.3), NOON)).toEqual([]);
    expect(silence.detect(silentFor(3, 15), NOON)).toEqual([]);
  });

  test('in cold start it is not told', () => {
    expect(silence.detect(silentFor(8, 15, healthy, NOON - 5 * DAY), NOON)).toEqual([]);
  });

  test.each([
    ['one feed is out of order', { ...healthy, healthy: 1 }, 'feeds'],
    ['all are', { active: 2, healthy: 0, readAt: null }, 'feeds'],
    ['none was read since', { ...healthy, readAt: NOON - 9 * HOUR }, 'feeds'],
    ['posts are pushed or imported', { active: 0, healthy: 0, readAt: null }, 'unknown'],
  ])('%s: the public is not blamed', (_, feeds, cause) => {
    expect(silence.detect(silentFor(8, 15, feeds), NOON)[0]?.facts.cause).toBe(cause);
  });

  test('rings blue at most, never for a broken crawler, and lifts no risk', () => {
    const levelOf = (feeds: FeedsHeard) => {
      const series = silentFor(8, 15, feeds);
      const findings = silence.detect(series, NOON);
      return situationOf({ series, findings, playbooks: [], records: {}, now: NOON });
    };
    const open = levelOf(healthy);
    expect(open.risk).toMatchObject({ level: 'IV', overrides: ['silence'], components: { B: 0 } });
    expect(open.risk.index).toBeLessThan(10);
    expect(levelOf({ ...healthy, healthy: 0 }).risk.level).toBeNull();
  });

  test('a quiet month has none', () => {
    const all = posts({ rate: 2, seed: 12, phi: 0.3, from: START - 28 * DAY, to: NOON });
    let found = 0;
    for (let now = START; now < NOON; now += 7 * HOUR) {
      found += silence.detect(seriesAt(all, now, START - 28 * DAY, { feeds: healthy }), now).length;
    }
    expect(found).toBe(0);
  });
});
