import { describe, expect, test } from 'vitest';
import webPush from 'web-push';
import webPushNotifier from '../../server/notifiers/web-push.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendAgainst, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';
import { makeDevice, readVapid } from './push-device.ts';

const service = await openLoopback(json('', 201));
const device = makeDevice();
const vapid = webPush.generateVAPIDKeys();
const settings = {
  endpoint: `${service.url}/push/device-1`,
  ...device.keys,
  ...vapid,
  contact: 'https://desk.example',
};
const pushed = ({ raw }: Seen) => JSON.parse(device.read(raw));
const channel: Channel = {
  notifier: webPushNotifier,
  service,
  settings,
  origin: service.url,
  final: [json('gone', 410), json('no such subscription', 404), json('too large', 413)],
  passing: [json('try later', 503)],
  size: ({ raw }) => raw.length,
  limit: 4_096,
  plain(seen) {
    const { title, body } = pushed(seen);
    return [title, body];
  },
};

describe('web push', () => {
  behavesAsChannel(channel);

  test('is sealed for the device, and signed by the key that it trusts', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.body).not.toContain(alert.subject);
    expect(pushed(seen)).toMatchObject({ url: alert.link });
    expect(seen.headers['content-encoding']).toBe('aes128gcm');
    const claims = readVapid(String(seen.headers.authorization), vapid.publicKey);
    expect(claims).toMatchObject({ aud: service.url, sub: settings.contact });
    expect(readVapid(String(seen.headers.authorization), device.keys.p256dh)).toBeNull();
  });

  test('wakes the device the sooner the graver it is, and stays until somebody looks', async () => {
    const seen = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen: one } = await sendTo(channel, webPushNotifier.render({ ...alert, level }, settings));
      seen.push([one.headers.urgency, pushed(one).stays]);
    }
    expect(seen).toEqual([
      ['low', false],
      ['normal', false],
      ['high', true],
      ['high', true],
    ]);
  });

  test.each([
    [404, true],
    [410, true],
    [413, undefined],
    [503, undefined],
  ])('says of an answer %i whether the device is gone', async (status, isGone) => {
    const result = await sendAgainst(channel, json('no', status));
    expect(result).toMatchObject({ ok: false });
    expect('isGone' in result ? result.isGone : undefined).toBe(isGone);
  });

  test('a device whose keys are damaged is not tried again', async () => {
    const damaged = { ...channel, settings: { ...settings, p256dh: 'x' } };
    const message = webPushNotifier.render(alert, damaged.settings);
    const io = {
      now: () => 0,
      tokens: new Map(),
      mail: () => Promise.reject(),
      request: () => Promise.reject(new Error('asked')),
    };
    expect(await webPushNotifier.send(message, damaged.settings, io, 'd-1')).toMatchObject({
      ok: false,
      retry: false,
      reason: 'the subscription of this device is damaged',
    });
  });
});
