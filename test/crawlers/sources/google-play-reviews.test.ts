import { describe, expect, test } from 'vitest';
import googlePlay from '../../../crawlers/sources/google-play-reviews.ts';
import { pageOf, READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, sample } from '../../support/source-results.ts';
import { collectFrom } from '../../support/source-site.ts';

describe('google-play-reviews', () => {
  const body = sample(googlePlay, 'batchexecute-reviews.constructed.txt');
  const params = { app: 'https://play.google.com/store/apps/details?id=com.example.app', pages: 2 };

  test('a review out of JSON in JSON; stars without words are refused', () => {
    const { posts, refused } = accepted(parseBody(googlePlay, body, params));
    expect(posts).toMatchObject([
      {
        externalId: `gp:AOqpTOFexample1@${new Date(1_789_979_000_000).toISOString()}`,
        url: 'https://play.google.com/store/apps/details?id=com.example.app&reviewId=gp%3AAOqpTOFexample1',
        text: '更新后打不开',
        author: '示例用户',
        rating: 1,
        metrics: { likes: 7 },
        publishedAt: 1_789_979_000_000,
      },
    ]);
    expect(refused).toEqual([{ index: 1, reason: 'rating without words' }]);
    expect(accepted(parseBody(googlePlay, body)).posts[0]).not.toHaveProperty('url');
  });

  test('asks for the newest, then for what follows, as the store’s own page does', async () => {
    const at = '/_/PlayStoreUi/data/batchexecute?rpcids=UsvDTd&hl=zh-CN';
    const routes = { [at]: { body, type: 'application/json' } };
    const { results, seen } = await collectFrom(googlePlay, 'https://play.google.com', params, routes);
    const questions = seen.map((request) => {
      const form = new URLSearchParams(request.body()).get('f.req') ?? '';
      return JSON.parse(JSON.parse(form)[0][0][1]);
    });
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(questions).toEqual([
      [null, null, [2, 2, [100, null, null], null, []], ['com.example.app', 7]],
      [null, null, [2, 2, [100, null, 'CiBexampleTokenNext'], null, []], ['com.example.app', 7]],
    ]);
    expect(results).toHaveLength(2);
  });

  test('no reviews, an error in their place and another page are three things', () => {
    const answer = (inner: string) => `)]}'\n\n[["wrb.fr","UsvDTd",${inner},null,null,null,"generic"]]`;
    expect(accepted(parseBody(googlePlay, answer('"[]"'))).posts).toEqual([]);
    expect(accepted(parseBody(googlePlay, answer('"[null,null]"'))).posts).toEqual([]);
    expect(googlePlay.parse(pageOf(answer('null')), {}, READ_AT)).toMatchObject({ wall: 'empty-suspect' });
    expect(googlePlay.parse(pageOf(answer('"{}"')), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(googlePlay.parse(pageOf('[["di",5]]'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(googlePlay.parse(pageOf('<html></html>'), {}, READ_AT)).toMatchObject({ wall: 'not-json' });
  });
});
