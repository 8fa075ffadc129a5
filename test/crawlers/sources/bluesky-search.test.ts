import { describe, expect, test } from 'vitest';
import bluesky from '../../../crawlers/sources/bluesky-search.ts';
import { pageOf, READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, RANGE, sample, walk } from '../../support/source-results.ts';
import { collectFrom, json } from '../../support/source-site.ts';

describe('bluesky-search', () => {
  const file = 'searchPosts.constructed.json';
  const params = { query: '示例', lang: 'zh', identifier: 'a.bsky.social', appPassword: 'abcd-efgh' };
  const [view] = JSON.parse(sample(bluesky, file)).posts;
  const SESSION = '/xrpc/com.atproto.server.createSession';

  test('signs in with the app password and searches as the account; the session is no page', async () => {
    const { results, seen } = await collectFrom(bluesky, 'https://bsky.social', params, {
      [SESSION]: json({ accessJwt: 'jwt-1', refreshJwt: 'jwt-2', handle: 'a.bsky.social' }),
      '/xrpc/app.bsky.feed.searchPosts?q=%E7%A4%BA%E4%BE%8B&sort=latest&limit=100&lang=zh': {
        body: sample(bluesky, file),
        type: 'application/json',
      },
    });
    expect(JSON.parse(seen[0]?.body() ?? '')).toEqual({ identifier: 'a.bsky.social', password: 'abcd-efgh' });
    expect(seen[1]?.headers.authorization).toBe('Bearer jwt-1');
    expect(results.map(({ kind }) => kind)).toEqual(['page']);
    expect(JSON.stringify(results)).not.toMatch(/jwt-|abcd-efgh/);
  });

  test('a wrong app password is told, and nothing is searched', async () => {
    const answer = { error: 'AuthenticationRequired', message: 'Invalid identifier or password' };
    const { results, seen } = await collectFrom(bluesky, 'https://bsky.social', params, {
      [SESSION]: { ...json(answer), status: 401 },
    });
    expect(results).toMatchObject([{ kind: 'wall', wall: 'login-wall' }]);
    expect(seen).toHaveLength(1);
  });

  test('a post counts from when it was indexed: its own clock may say anything', () => {
    const record = { ...view.record, createdAt: '2031-01-01T00:00:00Z' };
    const { posts } = accepted(parseBody(bluesky, JSON.stringify({ posts: [{ ...view, record }] })));
    expect(posts[0]).toMatchObject({
      externalId: 'did:plc:example00000000000000000/3lzexample00a',
      publishedAt: Date.parse('2026-11-21T08:00:01.123Z'),
      metrics: { likes: 3, comments: 1, reposts: 2 },
    });
  });

  test('who asks not to be shown outside is left out', () => {
    const author = { ...view.author, labels: [{ val: '!no-unauthenticated' }] };
    expect(accepted(parseBody(bluesky, JSON.stringify({ posts: [{ ...view, author }] })))).toMatchObject({
      posts: [],
      refused: [{ reason: 'author asks not to be shown outside' }],
    });
  });

  test('a back-fill names its time and follows the cursor to the end', async () => {
    const answer = (url: URL) => {
      if (url.pathname === SESSION) return '{"accessJwt":"t"}';
      return JSON.stringify({ posts: [], ...(!url.searchParams.has('cursor') && { cursor: '100' }) });
    };
    const { asked, results } = await walk(bluesky, params, answer, RANGE);
    expect(asked.slice(1).map((url) => url.searchParams.get('cursor'))).toEqual([null, '100']);
    expect(asked[1]?.searchParams.get('since')).toBe('2026-11-20T00:00:00.000Z');
    expect(asked[1]?.searchParams.get('until')).toBe('2026-11-21T00:00:00.000Z');
    expect(results).toHaveLength(2);
  });

  test.each([
    ['ExpiredToken', 'login-wall'],
    ['RateLimitExceeded', 'rate-limited'],
    ['InternalServerError', 'shape-changed'],
  ])('%s is a wall', (error, wall) => {
    expect(bluesky.parse(pageOf(JSON.stringify({ error })), {}, READ_AT)).toMatchObject({ wall });
  });
});
