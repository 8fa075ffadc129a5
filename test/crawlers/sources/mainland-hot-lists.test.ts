import { describe, expect, test } from 'vitest';
import thepaper from '../../../crawlers/sources/thepaper-hot.ts';
import tieba from '../../../crawlers/sources/tieba-hot.ts';
import toutiao from '../../../crawlers/sources/toutiao-hot.ts';
import { DAY } from '../../../server/core/time.ts';
import { READ_AT, readPayload } from '../../support/read-payload.ts';
import { parseBody, postsOf, readPosts } from '../../support/source-results.ts';

describe('hot lists of the mainland', () => {
  const lists = [
    [thepaper, 'rightSidebar.constructed.json', '31900001', 'data.hotNews'],
    [toutiao, 'hot-board.constructed.json', '7501109588381404711', 'data'],
    [tieba, 'hottopic-topiclist.constructed.json', '28341234', 'data.bang_topic.topic_list'],
  ] as const;

  test.each(lists)(
    '$name: ranks from 1, seen today, seen again tomorrow, no time of its own',
    (source, file, id) => {
      const posts = readPosts(source, file);
      expect(posts.map(({ externalId }) => externalId)[0]).toBe(`2026-11-22:${id}`);
      expect(posts[0]?.metrics?.rank).toBe(1);
      for (const post of posts)
        expect(post).toMatchObject({ precision: 'none', observedAt: READ_AT, voice: 'hot_list' });
      const tomorrow = source.parse(
        readPayload(source.name, file, { fetchedAt: READ_AT + DAY }),
        {},
        READ_AT,
      );
      expect(postsOf(tomorrow)[0]?.externalId).toBe(`2026-11-23:${id}`);
    },
  );

  test.each(lists)(
    '$name: an empty list, another shape and rows of another shape are walls',
    (source, _file, _id, path) => {
      const answer = (rows: unknown) =>
        path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), rows);
      expect(parseBody(source, answer([]))).toMatchObject({ wall: 'empty-suspect' });
      expect(parseBody(source, answer([{ x: 1 }, null]))).toMatchObject({ wall: 'shape-changed' });
      expect(parseBody(source, answer({ x: 1 }))).toMatchObject({ wall: 'shape-changed' });
      expect(parseBody(source, '<html><title>502</title></html>')).toMatchObject({ wall: 'not-json' });
    },
  );

  test('The Paper: an id may be a number, a count "1.2k"', () => {
    expect(readPosts(thepaper, 'rightSidebar.constructed.json').at(1)).toMatchObject({
      url: 'https://www.thepaper.cn/newsDetail_forward_31900002',
      metrics: { rank: 2, likes: 1200 },
    });
  });

  test('Toutiao: no digit of an id is lost, a link into the app is none', () => {
    const [first, second] = readPosts(toutiao, 'hot-board.constructed.json');
    expect(first).toMatchObject({ text: '示例品牌召回部分产品', metrics: { rank: 1, heat: 52662955 } });
    expect(second?.externalId).toBe('2026-11-22:7501140481078791690');
    expect(second).not.toHaveProperty('url');
    expect(readPosts(toutiao, 'app-hotboard-doubleencoded-2025-05-06.retyped.json')).toMatchObject([
      {
        externalId: '2026-11-22:7501109588381404711',
        text: '赵心童世锦赛夺冠奖金有多少',
        metrics: { rank: 1 },
      },
    ]);
  });

  test('Tieba: the link is unescaped, the list’s own rank and discussions are kept', () => {
    expect(readPosts(tieba, 'hottopic-topiclist.constructed.json').at(1)).toMatchObject({
      title: '国产芯片新进展',
      text: '科技产业讨论',
      url: 'https://tieba.baidu.com/p/201?foo=1&bar=2',
      metrics: { rank: 3, heat: 1000 },
    });
  });
});
