import { describe, expect, test } from 'vitest';
import gdelt from '../../../crawlers/sources/gdelt.ts';
import { READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, beijing, found, parseBody, postsOf, readPosts } from '../../support/source-results.ts';

const range = { from: beijing('2026-11-01T00:00'), to: beijing('2026-11-08T00:00') };

describe('gdelt', () => {
  const file = 'artlist.constructed.json';

  test('an article has no time of publishing, for only the time of sighting is known', () => {
    const posts = readPosts(gdelt, file);
    expect(posts[0]).toEqual({
      source: 'gdelt',
      platform: 'gdelt',
      externalId: 'https://news.example.cn/a/1.html',
      url: 'https://news.example.cn/a/1.html',
      text: '示例品牌回应质量问题',
      precision: 'none',
      observedAt: READ_AT,
      voice: 'media',
    });
    expect(posts.map(({ text }) => text)).toContain('Example Brand recall - Example News');
  });

  test('a blank title is named and costs no other', () => {
    expect(gdelt.parse(readPayload('gdelt', file), {}, READ_AT)).toMatchObject({
      kind: 'posts',
      refused: [{ index: 2, reason: 'no id or no text' }],
    });
  });

  test('nothing found comes as {} or null; a sentence is a wall and is passed on', () => {
    for (const none of ['{}', '\uFEFF{}', '{"articles":null}', '{"articles":[]}'])
      expect(parseBody(gdelt, none)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(gdelt.parse(readPayload('gdelt', 'keyword-too-short-200.retyped.txt'), {}, READ_AT)).toEqual({
      kind: 'wall',
      wall: 'not-json',
      detail: 'Your search contained a keyword that was too short.',
    });
    expect(gdelt.parse(readPayload('gdelt', 'ratelimit-200-or-429.retyped.txt'), {}, READ_AT)).toMatchObject({
      wall: 'rate-limited',
    });
    expect(parseBody(gdelt, { status: 'busy' })).toMatchObject({ wall: 'shape-changed' });
  });

  test('stray backslashes and control signs in titles cost nothing', () => {
    const title = String.raw`C:\dir \"x\" é`;
    const text = `{"articles":[{"url":"https://a.example/1","title":"${title}\t"}]}`;
    expect(postsOf(parseBody(gdelt, text))).toMatchObject([{ text: 'C: dir "x" é' }]);
  });

  test('asks once for the last week, five seconds apart', async () => {
    const { asked } = await ask(gdelt, { query: '"Example Brand" recall' }, () => found('{}'));
    expect(asked).toEqual([
      {
        url: 'https://api.gdeltproject.org/api/v2/doc/doc?query=%22Example%20Brand%22%20recall&mode=ArtList&format=json&maxrecords=250&sort=DateDesc&timespan=7d',
        asking: { accept: 'application/json', spacing: 5_000 },
      },
    ]);
  });

  test('a back-fill asks for the range, and again for what did not fit', async () => {
    const spans = async (rows: (number: number) => object[]) =>
      (
        await ask(gdelt, { query: 'x' }, (_url, _asking, number) => found({ articles: rows(number) }), range)
      ).urls.map((url) => /startdatetime=(\d+)&enddatetime=(\d+)$/.exec(url)?.slice(1).join(' '));
    const full = (seendate: string) =>
      Array.from({ length: 250 }, (_, index) => ({
        url: `https://a.example/${index}`,
        title: 't',
        seendate,
      }));
    expect(await spans((number) => (number === 1 ? full('20261105T081500Z') : []))).toEqual([
      '20261031160000 20261107160000',
      '20261031160000 20261105081500',
    ]);
    // All of one quarter of an hour: it steps over it instead of asking for ever.
    expect(await spans((number) => (number < 3 ? full('20261107160000Z') : []))).toEqual([
      '20261031160000 20261107160000',
      '20261031160000 20261107154500',
      '20261031160000 20261107153000',
    ]);
  });
});
