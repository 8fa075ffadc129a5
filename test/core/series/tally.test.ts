import { describe, expect, test } from 'vitest';
import { countMention, tally } from '../../../server/core/series/tally.ts';
import { HOUR, startOfHour } from '../../../server/core/time.ts';
import { makeMention, NOW } from '../../support/make.ts';

const count = (parts: Parameters<typeof makeMention>[0]) => countMention(makeMention(parts));

describe('tally', () => {
  test('adds up by watch, clock hour, platform and sentiment', () => {
    const { buckets } = tally(
      [
        count({}),
        count({ post: { copyOf: 5, metrics: { views: 10 } } }),
        count({ post: { at: NOW - HOUR } }),
        count({ post: { platform: 'weibo' } }),
        count({ analysis: { label: 1 } }),
        count({ watchId: 2 }),
      ],
      NOW,
    );
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

  test('counts facets by platform and sentiment, places too, but not who spoke', () => {
    const analysis = {
      severity: [{ category: 'outage', confidence: 0.9, terms: [] }] as const,
      places: ['阳光花园'],
    };
    const { facets } = tally(
      [
        count({ analysis, post: { voice: 'forum' } }),
        count({ analysis, post: { copyOf: 5 } }),
        count({ analysis: { ...analysis, label: 0 } }),
      ],
      NOW,
    );
    const key = { watchId: 1, hour: startOfHour(NOW), platform: 'news' };
    const negative = { ...key, sentiment: -1, count: 2, copies: 1, reach: 1_200 };
    const neutral = { ...key, sentiment: 0, count: 1, copies: 0, reach: 200 };
    expect(facets).toEqual([
      { ...negative, facet: 'sev.outage' },
      { ...negative, facet: 'area.阳光花园' },
      { ...neutral, facet: 'sev.outage' },
      { ...neutral, facet: 'area.阳光花园' },
    ]);
  });

  test('counts in steps of five minutes what was posted in the last two days', () => {
    const at = NOW - 48 * HOUR;
    const { fine } = tally([count({ post: { at } }), count({ post: { at: at - 1 } }), count({})], NOW);
    expect(fine.map((each) => [each.at, each.count])).toEqual([
      [at, 1],
      [NOW, 1],
    ]);
  });

  test('counts keywords by the day in China', () => {
    const late = Date.UTC(2026, 10, 21, 16, 0);
    const said = (parts: object) => count({ analysis: { keywords: ['暖气', '热线'], ...parts } });
    const { terms } = tally(
      [
        said({}),
        said({ label: 1, keywords: ['暖气'] }),
        count({ post: { at: late - 1 }, analysis: { label: 0, keywords: ['暖气'] } }),
        count({ post: { at: late }, analysis: { label: 0, keywords: ['暖气'] } }),
      ],
      NOW,
    );
    const today = { watchId: 1, day: late };
    expect(terms).toEqual([
      { ...today, term: '暖气', count: 3, negative: 1, positive: 1 },
      { ...today, term: '热线', count: 1, negative: 1, positive: 0 },
      { watchId: 1, day: late - 24 * HOUR, term: '暖气', count: 1, negative: 0, positive: 0 },
    ]);
  });

  test('notes who wrote in each hour; a post without an author is one of its own', () => {
    const { writers } = tally(
      [
        count({ post: { author: 'h:a' } }),
        count({ post: { id: 7 } }),
        count({ post: { author: 'h:a', at: NOW - HOUR } }),
      ],
      NOW,
    );
    expect(writers).toEqual([
      { watchId: 1, hour: startOfHour(NOW), writers: ['h:a', '7'] },
      { watchId: 1, hour: startOfHour(NOW) - HOUR, writers: ['h:a'] },
    ]);
  });

  test('junk is in no count', () => {
    const none = { buckets: [], fine: [], facets: [], facetDays: [], terms: [], writers: [] };
    expect(tally([count({ analysis: { quality: 0.1, keywords: ['暖气'] } })], NOW)).toEqual(none);
  });
});
