import { describe, expect, test } from 'vitest';
import telegram from '../../../crawlers/sources/telegram-channel.ts';
import { pageOf, READ_AT } from '../../support/read-payload.ts';
import { accepted, parseBody, RANGE, sample, walk } from '../../support/source-results.ts';

describe('telegram-channel', () => {
  const body = sample(telegram, 't.me-s-channel.constructed.html');

  test('a message with its views and time; a picture alone is refused, not made up', () => {
    const { posts, refused } = accepted(parseBody(telegram, body));
    expect(posts).toMatchObject([
      {
        externalId: 'example_channel/101',
        url: 'https://t.me/example_channel/101',
        text: '示例品牌发布会\n详情 news.example.com/a 👁',
        publishedAt: Date.parse('2026-11-21T08:00:00Z'),
        metrics: { views: 1200 },
      },
    ]);
    expect(refused).toEqual([{ index: 1, reason: 'only a picture or file' }]);
  });

  test('the message that is answered to is not the answer', () => {
    const quote =
      '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">旧的</div></a><div class="tgme_widget_message_text';
    const replied = body.replace('<div class="tgme_widget_message_text', quote);
    expect(accepted(parseBody(telegram, replied)).posts[0]?.text).toMatch(/^示例品牌发布会/);
  });

  test('a channel without posts, one without a preview and another page are three things', () => {
    const page = (inside: string) =>
      telegram.parse(pageOf(`<html><body>${inside}</body></html>`), {}, READ_AT);
    expect(page('<section class="tgme_channel_history"></section>')).toMatchObject({ posts: [] });
    expect(page('<div class="tgme_page"></div>')).toMatchObject({ wall: 'login-wall' });
    expect(page('<p>502</p>')).toMatchObject({ wall: 'shape-changed' });
  });

  test('reads as many pages as are set, each before the last', async () => {
    const { asked } = await walk(telegram, { channel: 'https://t.me/s/example_channel', pages: 3 }, (url) =>
      body.replaceAll('before=101"', '"').replace('data-before="101"', `data-before="${url.search.length}"`),
    );
    expect(asked.map(({ pathname, search }) => pathname + search)).toEqual([
      '/s/example_channel',
      '/s/example_channel?before=0',
      '/s/example_channel?before=9',
    ]);
  });

  test('a back-fill walks past what is newer, and stops behind what is wanted', async () => {
    const days = ['2026-11-22', '2026-11-20', '2026-11-19', '2026-11-18'];
    const { asked, results } = await walk(
      telegram,
      { channel: 'example_channel' },
      () => {
        const left = days.length;
        return body
          .replaceAll('2026-11-21', days.shift() ?? '')
          .replace('data-before="101"', `data-before="${left}"`);
      },
      RANGE,
    );
    expect(asked).toHaveLength(3);
    expect(results).toHaveLength(2);
  });
});
