import { describe, expect, test } from 'vitest';
import reddit from '../../../crawlers/sources/reddit.ts';
import { READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, sample, walk } from '../../support/source-results.ts';
import { collectFrom, json } from '../../support/source-site.ts';

describe('reddit', () => {
  const params = { query: '示例品牌', clientId: 'app', clientSecret: 'the-app-secret' };
  const TOKEN = '/api/v1/access_token';
  const SEARCH = '/search?q=%E7%A4%BA%E4%BE%8B%E5%93%81%E7%89%8C&sort=new&type=link&limit=100&raw_json=1';
  const listing = sample(reddit, 'oauth-search-listing.real-scrubbed-trimmed.json');
  const site = 'https://www.reddit.com';

  test('asks for a token and searches with it; the token is no page', async () => {
    const { results, seen } = await collectFrom(reddit, site, params, {
      [TOKEN]: json({ access_token: 'tok-1', token_type: 'bearer', expires_in: 86_400 }),
      [SEARCH]: { body: listing, type: 'application/json' },
    });
    expect(seen.map(({ method, host, headers }) => [method, host, headers.authorization])).toEqual([
      ['POST', 'www.reddit.com', `Basic ${Buffer.from('app:the-app-secret').toString('base64')}`],
      ['GET', 'oauth.reddit.com', 'Bearer tok-1'],
    ]);
    expect(seen[0]?.body()).toBe('grant_type=client_credentials');
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toMatch(/tok-1|the-app-secret/);
    expect(results[0]?.kind === 'page' && reddit.parse(results[0].page, params, READ_AT)).toMatchObject({
      posts: { length: 4 },
    });
  });

  test.each([
    [{ ...json({ message: 'Unauthorized', error: 401 }), status: 401 }, 'login-wall'],
    [json({ error: 'unsupported_grant_type', secret: 'the-app-secret' }), 'login-wall'],
    [{ body: 'the-app-secret' }, 'not-json'],
    [{ ...json({}), status: 429 }, 'rate-limited'],
  ])('without a token nothing is searched, and why is told without the secret', async (reply, wall) => {
    const { results, seen } = await collectFrom(reddit, site, params, { [TOKEN]: reply });
    expect(results).toMatchObject([{ kind: 'wall', wall }]);
    expect(JSON.stringify(results)).not.toContain('the-app-secret');
    expect(seen).toHaveLength(1);
  });

  test('what was removed is refused, an author who left is not named', () => {
    const first = JSON.parse(listing).data.children[0];
    const link = (data: object) => ({ kind: 't3', data: { ...first.data, ...data } });
    const children = [
      link({ name: 't3_a', title: '[removed]', selftext_html: null, selftext: '' }),
      link({ name: 't3_b', title: 'Kept', selftext_html: null, selftext: '[deleted]', author: '[deleted]' }),
    ];
    const { posts, refused } = accepted(
      parseBody(reddit, JSON.stringify({ kind: 'Listing', data: { children } })),
    );
    expect(refused).toEqual([{ index: 0, reason: 'removed, or no id or text' }]);
    expect(posts).toMatchObject([{ externalId: 't3_b', text: 'Kept' }]);
    expect(posts[0]).not.toHaveProperty('author');
  });

  test('a subreddit keeps the search inside it', async () => {
    const answer = (url: URL) => (url.pathname === TOKEN ? '{"access_token":"t"}' : listing);
    const { asked } = await walk(reddit, { ...params, subreddit: 'r/China_irl/' }, answer);
    expect(asked[1]?.pathname).toBe('/r/China_irl/search');
    expect(asked[1]?.searchParams.get('restrict_sr')).toBe('true');
  });
});
