import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import bark from '../../server/notifiers/bark.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ code: 200, message: 'success' }));
const settings = { key: 'a'.repeat(22) };
const channel: Channel = {
  notifier: bark,
  service,
  settings,
  origin: 'https://api.day.app',
  final: [json({ code: 400, message: 'failed to get device token' }, 400)],
  passing: [json({ code: 500, message: 'push failed' }, 500)],
  size: ({ body }) => bytes(body),
  limit: 4_096,
  plain({ body: sent }) {
    const { title, body } = JSON.parse(sent);
    return [title, body];
  },
};

describe('Bark', () => {
  behavesAsChannel(channel);

  test('names the telephone, opens the alert, and is the louder the graver it is', async () => {
    const levels = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo(channel, bark.render({ ...alert, level }, settings));
      expect(seen.path).toBe('/push');
      expect(JSON.parse(seen.body)).toMatchObject({ device_key: settings.key, url: alert.link });
      levels.push(JSON.parse(seen.body).level);
    }
    expect(levels).toEqual(['passive', 'active', 'timeSensitive', 'critical']);
  });

  test('asks one’s own server where there is one', async () => {
    const own = { ...settings, url: `${service.url}/bark/` };
    const { seen } = await sendTo({ ...channel, settings: own });
    expect(seen.path).toBe('/bark/push');
  });
});
