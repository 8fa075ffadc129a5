import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import dingtalk from '../../server/notifiers/dingtalk.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ errcode: 0, errmsg: 'ok' }));
const SECRET = 'SEC0123456789';
const textOf = ({ body }: Seen): string => JSON.parse(body).markdown.text;
const channel: Channel = {
  notifier: dingtalk,
  service,
  settings: { url: `${service.url}/robot/send?access_token=t-1`, secret: SECRET },
  busy: [json({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }), 600_000],
  passing: [json({ errcode: -1, errmsg: '系统繁忙' })],
  final: [
    json({ errcode: 310000, errmsg: 'sign not match' }),
    json({ errcode: 310000, errmsg: 'keywords not in content' }),
    json({ errcode: 300001, errmsg: 'token is not exist' }),
    json({ errcode: 40035, errmsg: '缺少参数 json' }),
    json({ errcode: 400102, errmsg: '机器人已停用' }),
    json({ errcode: 430102, errmsg: '含有不合适的文本' }),
  ],
  size: ({ body }) => bytes(body),
  limit: 20_000,
  // The title is what a list of chats shows.
  plain: ({ body }) => [JSON.parse(body).markdown.title],
  marked: { of: (seen) => [textOf(seen)], live: LIVE_MARKDOWN },
};

describe('a group robot of DingTalk', () => {
  behavesAsChannel(channel);

  test('is signed as the service checks it', async () => {
    const { seen } = await sendTo(channel);
    const asked = new URL(seen.path, service.url).searchParams;
    expect(asked.get('access_token')).toBe('t-1');
    expect(asked.get('timestamp')).toBe(String(MONDAY));
    const sign = createHmac('sha256', SECRET).update(`${MONDAY}\n${SECRET}`).digest('base64');
    expect(asked.get('sign')).toBe(sign);
    expect(JSON.parse(seen.body)).toMatchObject({ msgtype: 'markdown', at: { isAtAll: false } });
  });

  test('waits for the end of the block under its newer code too', async () => {
    service.answers.push(json({ errcode: 410100, errmsg: '发送速度太快而限流' }));
    const { result } = await sendTo(channel);
    expect(result).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + 600_000 });
  });

  test('without a secret the address stays as it was given', async () => {
    const settings = { url: `${service.url}/robot/send?access_token=t-2` };
    const { seen } = await sendTo({ ...channel, settings }, dingtalk.render(alert, settings));
    expect(seen.path).toBe('/robot/send?access_token=t-2');
  });

  test('says the keyword that the group demands, once, and calls the telephones given', async () => {
    const told = async (keyword: string) => {
      const settings = { ...channel.settings, keyword, mobiles: '13800000000, 13900000000' };
      return (await sendTo({ ...channel, settings }, dingtalk.render(alert, settings))).seen;
    };
    const seen = await told('值守');
    expect(textOf(seen)).toMatch(/\n\n值守\n\n@13800000000 @13900000000$/);
    expect(JSON.parse(seen.body).at.atMobiles).toEqual(['13800000000', '13900000000']);
    expect(textOf(await told('供热')).split('供热')).toHaveLength(
      textOf(await told('')).split('供热').length,
    );
  });
});
