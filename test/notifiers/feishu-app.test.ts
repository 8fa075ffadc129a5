import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import type { AlertView, Message } from '../../server/core/message/notifier.ts';
import feishuApp from '../../server/notifiers/feishu-app.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { alert, notice } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(
  json({ code: 0, msg: 'success', data: { message_id: 'om_1' } }),
  ({ path }) =>
    path.startsWith('/open-apis/auth')
      ? json({ code: 0, msg: 'ok', tenant_access_token: 't-1', expire: 7_200 })
      : null,
);
const card = ({ body }: Seen) => JSON.parse(JSON.parse(body).content);
const said = (seen: Seen): string => card(seen).elements[0].text.content;
const button = (seen: Seen): string => card(seen).elements[1]?.actions[0].url ?? '';
const channel: Channel = {
  notifier: feishuApp,
  service,
  origin: 'https://open.feishu.cn',
  settings: { app: 'cli_1', secret: 's-1', to: 'ou_42' },
  busy: [json({ code: 230020, msg: 'frequency limit' }, 400), 60_000],
  passing: [json({ code: 230049, msg: 'The message is being sent' }, 400)],
  final: [
    json({ code: 230013, msg: 'Bot has NO availability to this user.' }, 400),
    json({ code: 99991672, msg: 'Access denied' }, 400),
  ],
  size: ({ body }) => bytes(body),
  limit: 30_000,
  plain: (seen) => [card(seen).header.title.content],
  marked: { of: (seen) => [said(seen)], live: LIVE_MARKDOWN },
  shown: (seen) => [card(seen).header.title.content, said(seen), button(seen)].join('\n'),
};
const urgent = (way: string): Channel => ({ ...channel, settings: { ...channel.settings, urgent: way } });

describe('a message to a person by an app in Feishu', () => {
  behavesAsChannel(channel);

  test('is a card to the one person, known again by its delivery', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.path).toBe('/open-apis/im/v1/messages?receive_id_type=open_id');
    expect(seen.headers.authorization).toBe('Bearer t-1');
    const { receive_id, uuid, msg_type } = JSON.parse(seen.body);
    expect([receive_id, uuid, msg_type]).toEqual(['ou_42', 'tingchao-k3-17', 'interactive']);
    expect(service.seen).toHaveLength(1);
  });

  test('knows the kind of a name by its beginning', async () => {
    const asked = async (to: string) =>
      (await sendTo({ ...channel, settings: { ...channel.settings, to } })).seen.path.split('=')[1];
    expect([await asked('on_7'), await asked('3e3cf96b')]).toEqual(['union_id', 'user_id']);
  });

  test.each(['app', 'sms', 'phone'])('is made urgent where that was chosen: %s', async (way) => {
    const { result, seen } = await sendTo(urgent(way));
    expect(result).toMatchObject({ ok: true });
    expect([seen.method, seen.path]).toEqual([
      'PATCH',
      `/open-apis/im/v1/messages/om_1/urgent_${way}?user_id_type=open_id`,
    ]);
    expect(JSON.parse(seen.body)).toEqual({ user_id_list: ['ou_42'] });
  });

  test('that arrived and woke nobody is no delivery', async () => {
    const sent = json({ code: 0, data: { message_id: 'om_1' } });
    service.answers.push(sent, json({ code: 230023, msg: '加急额度不足' }, 400));
    service.answers.push(sent, json({ code: 0, data: { invalid_user_id_list: ['ou_42'] } }));
    service.answers.push(sent, json({ code: 99991400, msg: 'too many' }, 400));
    const told = [
      await sendTo(urgent('phone')),
      await sendTo(urgent('phone')),
      await sendTo(urgent('phone')),
    ];
    expect(told.map(({ result }) => result)).toMatchObject([
      { ok: false, retry: false, reason: expect.stringMatching(/the call did not.*加急额度不足/s) },
      { ok: false, retry: false, reason: expect.stringContaining('ou_42') },
      { ok: false, retry: true, retryAt: MONDAY + 60_000 },
    ]);
  });

  test('is urgent for orange, red and a test alone, and never a notice or a mention', async () => {
    const pressed = async (message: Message) => {
      service.seen.length = 0;
      await sendTo(urgent('phone'), message);
      return service.seen.length === 2;
    };
    const of = (change: Partial<AlertView>) =>
      pressed(feishuApp.render({ ...alert, ...change }, channel.settings));
    expect([
      await of({ level: 'I' }),
      await of({ level: 'II' }),
      await of({ change: 'test', level: 'IV' }),
    ]).toEqual([true, true, true]);
    expect([
      await of({ level: 'III' }),
      await of({ level: 'IV' }),
      await of({ change: 'commented' }),
    ]).toEqual([false, false, false]);
    expect(await pressed(feishuApp.renderNotice(notice, channel.settings))).toBe(false);
  });

  test('that did not arrive is not made urgent', async () => {
    service.answers.push(json({ code: 230013, msg: 'no' }, 400));
    await sendTo(urgent('app'));
    expect(service.seen).toHaveLength(1);
  });
});
