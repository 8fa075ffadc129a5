import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import ntfy from '../../server/notifiers/ntfy.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ id: 'x', event: 'message' }));
const settings = { topic: 'yuqing-7f3a' };
const channel: Channel = {
  notifier: ntfy,
  service,
  settings,
  origin: 'https://ntfy.sh',
  busy: [json({ code: 42901, error: 'limit reached' }, 429, { 'retry-after': '5' }), 5_000],
  final: [json({ code: 40301, error: 'forbidden' }, 403), json({ code: 40024, error: 'bad JSON' }, 400)],
  size: ({ body }) => bytes(JSON.parse(body).message),
  limit: 4_096,
  plain({ body }) {
    const { title, message } = JSON.parse(body);
    return [title, message];
  },
};

describe('ntfy', () => {
  behavesAsChannel(channel);

  test('goes to the topic as JSON, opens the alert, and is the more urgent the graver it is', async () => {
    const priorities = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo(channel, ntfy.render({ ...alert, level }, settings));
      const sent = JSON.parse(seen.body);
      expect(sent).toMatchObject({ topic: 'yuqing-7f3a', click: alert.link });
      expect(sent).not.toHaveProperty('markdown');
      priorities.push(sent.priority);
    }
    expect(priorities).toEqual([2, 3, 4, 5]);
  });

  test('confirms with one tap: the telephone asks the sealed address, as the page behind it would', async () => {
    const confirm = 'https://desk.example/go/1.1.1.seal';
    const { seen } = await sendTo(channel, ntfy.render({ ...alert, confirm }, settings));
    expect(JSON.parse(seen.body).actions).toMatchObject([
      { action: 'http', method: 'POST', url: confirm, body: `by=ntfy&seen=${alert.at}`, clear: true },
      { action: 'view', url: alert.link },
    ]);
  });

  test('shows its token to the server that it was made for', async () => {
    const own = { ...settings, url: service.url, token: 'tk_1' };
    const { seen } = await sendTo({ ...channel, settings: own });
    expect(seen.headers.authorization).toBe('Bearer tk_1');
    expect((await sendTo(channel)).seen.headers).not.toHaveProperty('authorization');
  });
});
