import { describe, expect, test } from 'vitest';
import douban from '../../../crawlers/sources/douban-reviews.ts';
import { READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, beijing, found, parseBody, postsOf, readPosts } from '../../support/source-results.ts';

describe('douban-reviews', () => {
  const file = 'subject-reviews-rss.constructed.xml';
  const feed = readPayload('douban-reviews', file).body;

  test('a review: its own words, its stars, its time, no name in the text', () => {
    const [first, second] = readPosts(douban, file);
    expect(first).toEqual({
      source: 'douban-reviews',
      platform: 'douban',
      externalId: 'https://movie.douban.com/review/15000001',
      url: 'https://movie.douban.com/review/15000001/',
      title: '失望透顶 (评论: 示例电影)',
      text: '节奏拖沓 & 逻辑混乱……',
      author: '示例用户甲',
      publishedAt: beijing('2026-11-21T23:20:05'),
      precision: 'second',
      observedAt: READ_AT,
      rating: 2,
      voice: 'review',
    });
    expect(second).toMatchObject({ rating: 5, text: '好看', author: '示例用户乙' });
  });

  test.each([
    ['很差', 1],
    ['较差', 2],
    ['还行', 3],
    ['推荐', 4],
    ['力荐', 5],
  ])('%s is %i stars', (word, stars) => {
    expect(postsOf(parseBody(douban, feed.replaceAll('评价: 较差', `评价: ${word}`)))[0]?.rating).toBe(stars);
  });

  test('without stars there is no rating, and what the reviewer writes is no rating either', () => {
    const bare = feed.replaceAll('评价: 较差<br/><br/>', '').replace('节奏拖沓', '评价: 一般<br/>节奏拖沓');
    const [first] = postsOf(parseBody(douban, bare));
    expect(first).not.toHaveProperty('rating');
    const own = feed.replaceAll('节奏拖沓', '影评: 无<br/>评价: 力荐');
    expect(postsOf(parseBody(douban, own))[0]).toMatchObject({
      rating: 2,
      text: expect.stringContaining('影评: 无\n评价: 力荐'),
    });
  });

  test('how many answered is told where only the short form is given', () => {
    const short = feed.replace(/<content:encoded>[\s\S]*?<\/content:encoded>/, '');
    expect(postsOf(parseBody(douban, short))[0]).toMatchObject({
      text: '节奏拖沓 & 逻辑混乱……',
      metrics: { comments: 3 },
    });
  });

  test('a feed without reviews is empty, another page is not', () => {
    const none = feed.replace(/<item>[\s\S]*<\/item>/, '');
    expect(parseBody(douban, none)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(parseBody(douban, '<html><title>豆瓣</title></html>')).toMatchObject({ wall: 'not-a-feed' });
  });

  test('asks the feed of the subject, five seconds apart', async () => {
    const params = { kind: 'book', subject: 'https://book.douban.com/subject/36812879/' };
    const { asked } = await ask(douban, params, () => found(feed));
    const url = 'https://book.douban.com/feed/subject/36812879/reviews';
    expect(asked).toEqual([{ url, asking: { spacing: 5_000 } }]);
  });
});
