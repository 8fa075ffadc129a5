import { describe, expect, test } from 'vitest';
import mastodon from '../../../crawlers/sources/mastodon-tag.ts';
import { pageOf, READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, RANGE, sample, walk } from '../../support/source-results.ts';
import { collectFrom, json } from '../../support/source-site.ts';

describe('mastodon-tag', () => {
  const file = 'timelines-tag.docs-example.json';
  const [status] = JSON.parse(sample(mastodon, file));
  const one = (change: object) => accepted(parseBody(mastodon, JSON.stringify([{ ...status, ...change }])));

  test('a post is known by its own address, the same on every instance', () => {
    expect(one({ id: '7' }).posts[0]).toMatchObject({
      externalId: 'https://mastodon.social/users/Gargron/statuses/103270115826048975',
      url: 'https://mastodon.social/@Gargron/103270115826048975',
      text: expect.stringMatching(/^"I lost my inheritance[^<]*\nhttps:/),
      author: 'https://mastodon.social/@Gargron',
      publishedAt: Date.parse('2019-12-08T03:48:33.901Z'),
      metrics: { likes: 11, comments: 5, reposts: 6 },
    });
  });

  test('a warning stands as the title, a picture alone is refused', () => {
    expect(one({ spoiler_text: '供暖投诉' }).posts[0]?.title).toBe('供暖投诉');
    expect(one({ content: '' })).toMatchObject({
      posts: [],
      refused: [{ reason: 'only a picture or file' }],
    });
  });

  test('asks the instance for each tag, once', async () => {
    const params = { instance: 'https://m.example.cn/about', tags: '#供暖，停暖 供暖' };
    const { asked } = await walk(mastodon, params, () => '[]');
    expect(asked.map(({ href }) => decodeURIComponent(href))).toEqual([
      'https://m.example.cn/api/v1/timelines/tag/供暖?limit=40',
      'https://m.example.cn/api/v1/timelines/tag/停暖?limit=40',
    ]);
  });

  test('goes back from the end of the time that is wanted to its beginning', async () => {
    const days = ['2026-11-20T12:00:00Z', '2026-11-19T12:00:00Z', '2026-11-18T12:00:00Z'];
    const { asked } = await walk(
      mastodon,
      { instance: 'm.example.cn', tags: 'a' },
      () => JSON.stringify([{ ...status, id: String(days.length), created_at: days.shift() }]),
      RANGE,
    );
    expect(asked.map((url) => url.searchParams.get('max_id'))).toEqual([
      String(BigInt(RANGE.to) << 16n),
      '3',
    ]);
  });

  test('an instance that closed its timelines is no empty tag', async () => {
    const refusal = { error: 'This method requires an authenticated user' };
    expect(mastodon.parse(pageOf(JSON.stringify(refusal)), {}, READ_AT)).toMatchObject({
      wall: 'login-wall',
    });
    const params = { instance: 'm.example.cn', tags: 'a' };
    const routes = { '/api/v1/timelines/tag/a?limit=40': { ...json(refusal), status: 401 } };
    const { results } = await collectFrom(mastodon, 'https://m.example.cn', params, routes);
    expect(results).toMatchObject([{ kind: 'wall', wall: 'login-wall' }]);
  });
});
