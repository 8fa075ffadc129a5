import { describe, expect, test } from 'vitest';
import { countMention, tally } from '../../server/core/tally.ts';
import { HOUR, startOfHour } from '../../server/core/time.ts';
import { makeMention, NOW } from '../support/make.ts';

const count = (parts: Parameters<typeof makeMention>[0]) => countMention(makeMention(parts));

describe('tally', () => {
  test('adds up by watch, clock hour, platform and sentiment', () => {
    const { buckets } = tally([
      count({}),
      count({ post: { copyOf: 5, metrics: { views: 10 } } }),
      count({ post: { at: NOW - HOUR } }),
      count({ post: { platform: 'weibo' } }),
      count({ analysis: { label: 1 } }),
      count({ watchId: 2 }),
    ]);
    expect(buckets).toHaveLength(5);
    expect(buckets[0]).toEqual({
      watchId: 1,
      hour: startOfHour(NOW),
      platform: 'news',
      sentiment: -1,
      count: 2,
      copies: 1,
      reach: 210,
    });
  });

  test('counts facets with their negative share, but not who spoke or where', () => {
    const analysis = {
      severity: [{ category: 'outage', confidence: 0.9, terms: [] }] as const,
      places: ['阳光花园'],
    };
    const { facets } = tally([
      count({ analysis, post: { voice: 'forum' } }),
      count({ analysis: { ...analysis, label: 0 } }),
    ]);
    expect(facets).toEqual([
      { watchId: 1, hour: startOfHour(NOW), facet: 'sev.outage', count: 2, negative: 1 },
    ]);
  });

  test('junk is in no count', () => {
    expect(tally([count({ analysis: { quality: 0.1 } })])).toEqual({ buckets: [], facets: [] });
  });
});
