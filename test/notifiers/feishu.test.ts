import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import feishu from '../../server/notifiers/feishu.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ code: 0, msg: 'success', data: {} }));
const SECRET = 'geheim';

/** Head, words and button of a card, in the order in which they are seen. */
function cardWords({ body }: Seen): string {
  const { header, elements } = JSON.parse(body).card;
  type Element = { text?: { content: string }; actions?: { text: { content: string }; url: string }[] };
  const parts = (elements as Element[]).map(({ text, actions = [] }) =>
    [text?.content, ...actions.map((button) => `${button.text.content} ${button.url}`)].join('\n'),
  );
  return [header.title.content, ...parts].join('\n');
}

const channel: Channel = {
  notifier: feishu,
  service,
  settings: { url: `${service.url}/open-apis/bot/v2/hook/h-1`, secret: SECRET },
  busy: [json({ code: 11232, msg: 'create message trigger service frequency limit' }), 30_000],
  final: [
    json({ code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' }),
    json({ code: 19022, msg: 'Ip Not Allowed' }),
    json({ code: 19024, msg: 'Key Words Not Found' }),
    json({ code: 9499, msg: 'Bad Request', data: {} }, 400),
  ],
  size: ({ body }) => bytes(body),
  limit: 20_000,
  shown: cardWords,
  plain: ({ body }) => [JSON.parse(body).card.header.title.content],
  marked: { of: ({ body }) => [JSON.parse(body).card.elements[0].text.content], live: LIVE_MARKDOWN },
};

describe('a bot in a group of Feishu', () => {
  behavesAsChannel(channel);

  test('is signed in seconds over nothing, with both as the key', async () => {
    const { seen } = await sendTo(channel);
    const { timestamp, sign } = JSON.parse(seen.body);
    expect(timestamp).toBe(String(MONDAY / 1_000));
    expect(sign).toBe(createHmac('sha256', `${timestamp}\n${SECRET}`).digest('base64'));
  });

  test('loses nothing to its limits, in whichever words it tells of them', async () => {
    const limit = { code: 99991400, msg: 'request trigger frequency limit' };
    const told = [
      [json({ code: 9499, msg: 'too many request', data: {} }, 400), 60_000],
      [json(limit, 400), 60_000],
      [json(limit, 429, { 'x-ogw-ratelimit-reset': '52' }), 52_000],
    ] as const;
    for (const [answer, pause] of told) {
      service.answers.push(answer);
      const { result } = await sendTo(channel);
      expect(result).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + pause });
    }
  });

  test('wears the colour of its level, and is unsigned without a secret', async () => {
    const settings = { url: channel.settings.url as string };
    const colours = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo({ ...channel, settings }, feishu.render({ ...alert, level }, settings));
      expect(JSON.parse(seen.body)).not.toHaveProperty('sign');
      colours.push(JSON.parse(seen.body).card.header.template);
    }
    expect(colours).toEqual(['blue', 'yellow', 'orange', 'red']);
  });
});
