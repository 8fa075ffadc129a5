import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/chat-message.ts';
import gotify from '../../server/notifiers/gotify.ts';
import { alert, behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ id: 25, appid: 5 }));
const settings = { url: `${service.url}/push/`, token: 'Atoken' };
const channel: Channel = {
  ...{ notifier: gotify, service, settings },
  final: [json({ error: 'Unauthorized', errorCode: 401 }, 401)],
  passing: [json({ error: 'too many', errorCode: 429 }, 429)],
  ...{ size: ({ body }) => bytes(JSON.parse(body).message), limit: 20_000 },
  // What a backslash stands before is a letter.
  shown: ({ body }) => `${levelOf(JSON.parse(body).title)}\n${JSON.parse(body).message}`.replace(/\\./g, ''),
};
/** The title is plain text, whatever stands in it. */
const levelOf = (title: string) => title.split(/\]\(/)[0];

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
