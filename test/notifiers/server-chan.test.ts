import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import serverChan from '../../server/notifiers/server-chan.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ code: 0, message: '', data: { pushid: '1' } }));
const channel: Channel = {
  notifier: serverChan,
  service,
  settings: { key: 'SCT1abc' },
  origin: 'https://sctapi.ftqq.com',
  final: [
    json({ code: 40001, message: '超过当天的发送次数限制[5]，请稍后再试' }),
    json({ code: 40001, message: '错误的Key' }, 400),
  ],
  passing: [json({ code: 40001, message: 'too many requests' }, 429)],
  size: ({ body }) => bytes(JSON.parse(body).desp),
  limit: 32_000,
  plain({ body }) {
    const { title, short } = JSON.parse(body);
    return [title, short];
  },
  marked: { of: ({ body }) => [JSON.parse(body).desp], live: LIVE_MARKDOWN },
};

describe('ServerChan', () => {
  behavesAsChannel(channel);

  test('has a title that fits, and a line for the list', async () => {
    const { title, short } = JSON.parse((await sendTo(channel)).seen.body);
    expect([...title].length).toBeLessThanOrEqual(32);
    expect(short).toContain('近 1 小时负面 86 条');
  });

  test('is asked where its key says', async () => {
    expect((await sendTo(channel)).seen.path).toBe('/SCT1abc.send');
    const third = { ...channel, origin: 'https://42.push.ft07.com', settings: { key: 'sctp42tXYZ' } };
    expect((await sendTo(third)).seen.path).toBe('/send/sctp42tXYZ.send');
  });
});
