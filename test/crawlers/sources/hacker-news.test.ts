import { describe, expect, test } from 'vitest';
import hackerNews from '../../../crawlers/sources/hacker-news.ts';
import { pageOf, READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, RANGE, sample, walk } from '../../support/source-results.ts';

describe('hacker-news', () => {
  test('a story by its title, a comment by its own words and without a title of its own', () => {
    const { posts } = accepted(
      parseBody(hackerNews, sample(hackerNews, 'algolia-search_by_date.constructed.json')),
    );
    expect(posts).toMatchObject([
      { text: 'Example Brand recalls 10k units', metrics: { likes: 87, comments: 12 } },
      {
        externalId: '48000002',
        url: 'https://news.ycombinator.com/item?id=48000002',
        text: 'I own an Example Brand device & it’s fine.\nSecond para'.replace('’', "'"),
        publishedAt: Date.parse('2026-11-21T05:01:00Z'),
      },
    ]);
    expect(posts[1]).not.toHaveProperty('title');
    expect(posts[1]).not.toHaveProperty('metrics');
  });

  test('a time gone by is asked for in seconds, from its end back to its beginning', async () => {
    const seconds = (instant: number) => instant / 1000;
    const full = Array.from({ length: 100 }, (_, i) => ({ created_at_i: seconds(RANGE.to) - 60 - i }));
    const { asked } = await walk(
      hackerNews,
      { query: '"example brand"', what: 'comment' },
      (url) => {
        const later = url.searchParams.get('numericFilters')?.endsWith(`<${seconds(RANGE.to)}`);
        return JSON.stringify({ hits: later ? full : full.slice(0, 3) });
      },
      RANGE,
    );
    expect(asked.map((url) => url.searchParams.get('numericFilters'))).toEqual([
      `created_at_i>=${seconds(RANGE.from)},created_at_i<${seconds(RANGE.to)}`,
      `created_at_i>=${seconds(RANGE.from)},created_at_i<${seconds(RANGE.to) - 158}`,
    ]);
    expect(asked[0]?.searchParams.get('tags')).toBe('comment');
    expect(asked[0]?.searchParams.get('query')).toBe('"example brand"');
  });

  test('an error is no empty answer', () => {
    const body = JSON.stringify({ message: 'invalid numeric attribute', status: 400 });
    expect(hackerNews.parse(pageOf(body), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
  });
});
