import { describe, expect, test } from 'vitest';
import v2ex from '../../../crawlers/sources/v2ex.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, found, postsOf, readPosts, timeout } from '../../support/source-results.ts';

describe('v2ex', () => {
  test('a topic: its text, its time, how many answered', () => {
    const [topic] = postsOf(
      v2ex.parse(readPayload('v2ex', 'topics-hot-2026-08-23.real-scrubbed.json'), {}, READ_AT),
    );
    expect(topic).toMatchObject({
      externalId: '1236394',
      title: '你们开梯子会有反诈中心的电话打来吗',
      author: 'example_user_1',
      publishedAt: 1787381392_000,
      metrics: { comments: 92 },
    });
  });

  test('an empty list is empty, a scolding is not', () => {
    expect(v2ex.parse(pageOf('[]'), {}, READ_AT)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(
      v2ex.parse(pageOf('{"status":"error","message":"Rate Limit Exceeded"}'), {}, READ_AT),
    ).toMatchObject({ wall: 'rate-limited' });
    expect(v2ex.parse(pageOf('{"status":"ok"}'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
  });

  test('a deleted topic is named and left out', () => {
    expect(
      v2ex.parse(pageOf('[{"id":1,"title":"a","deleted":1},{"id":2,"title":"b"}]'), {}, READ_AT),
    ).toMatchObject({
      posts: [{ externalId: '2', text: 'b' }],
      refused: [{ index: 0 }],
    });
  });

  test('a node’s feed names topics as the API does', () => {
    expect(readPosts(v2ex, 'feed-programmer.constructed.json')).toMatchObject([
      {
        externalId: '1236394',
        url: 'https://www.v2ex.com/t/1236394',
        title: '示例主题',
        text: '正文',
        author: 'example_user_1',
        publishedAt: Date.parse('2026-08-22T04:49:52Z'),
        metrics: { comments: 92 },
      },
      { externalId: '1236395', text: '无作者无修改时间', metrics: { comments: 0 } },
    ]);
  });

  test('a reply is no topic: a number of its own kind, a place in its topic', () => {
    expect(readPosts(v2ex, 'replies-show.constructed.json')[1]).toMatchObject({
      externalId: 'reply:15990002',
      url: 'https://www.v2ex.com/t/1236394#r_15990002',
      text: '@example_user_11 能不接吗？\n烦',
      author: 'example_user_12',
      publishedAt: 1787381620_000,
    });
  });

  test('asks for a node’s feed, and for replies only where they are wanted and there are some', async () => {
    const topics = found([
      { id: 1, title: 'a', replies: 3 },
      { id: 2, title: 'b', replies: 0 },
      { id: 3, title: 'c', replies: 1 },
    ]);
    const site = 'https://www.v2ex.com';
    expect((await ask(v2ex, { node: 'programmer' }, () => topics)).urls).toEqual([
      `${site}/feed/programmer.json`,
    ]);
    expect((await ask(v2ex, { list: 'latest', replies: true }, () => topics)).urls).toEqual([
      `${site}/api/topics/latest.json`,
      `${site}/api/replies/show.json?topic_id=1`,
      `${site}/api/replies/show.json?topic_id=3`,
    ]);
    const many = found(Array.from({ length: 60 }, (_, id) => ({ id, title: 't', replies: 1 })));
    expect((await ask(v2ex, { replies: true }, () => many)).urls).toHaveLength(21);
    const halted = await ask(v2ex, { replies: true }, (_url, _asking, number) =>
      number < 3 ? many : timeout,
    );
    expect(halted.urls).toHaveLength(3);
  });
});
