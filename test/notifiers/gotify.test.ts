import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import gotify from '../../server/notifiers/gotify.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ id: 25, appid: 5 }));
const settings = { url: `${service.url}/push/`, token: 'Atoken' };
const channel: Channel = {
  notifier: gotify,
  service,
  settings,
  final: [json({ error: 'Unauthorized', errorCode: 401 }, 401)],
  passing: [json({ error: 'too many', errorCode: 429 }, 429)],
  size: ({ body }) => bytes(JSON.parse(body).message),
  limit: 20_000,
  plain: ({ body }) => [JSON.parse(body).title],
  // What a backslash stands before is a letter, unless that is one itself.
  marked: {
    of: ({ body }) => [JSON.parse(body).message],
    live: /(?<=(?:^|[^\\])(?:\\\\)*)(?:\]\(|[*_`<>~])|^#/gm,
  },
};

describe('Gotify', () => {
  behavesAsChannel(channel);

  test('shows its token in a head, opens the alert, and insists the more the graver it is', async () => {
    const priorities = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo(channel, gotify.render({ ...alert, level }, settings));
      expect([seen.path, seen.headers['x-gotify-key']]).toEqual(['/push/message', 'Atoken']);
      const { priority, extras } = JSON.parse(seen.body);
      expect(extras['client::notification'].click.url).toBe(alert.link);
      priorities.push(priority);
    }
    expect(priorities).toEqual([3, 5, 8, 10]);
  });
});
