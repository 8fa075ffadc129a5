import { describe, expect, test } from 'vitest';
import pushPlus from '../../server/notifiers/push-plus.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ code: 200, msg: '请求成功', data: 'id' }));
const channel: Channel = {
  notifier: pushPlus,
  service,
  settings: { token: 't-1' },
  origin: 'https://www.pushplus.plus',
  final: [
    json({ code: 903, msg: '无效的用户令牌' }),
    json({ code: 900, msg: '用户账号使用受限' }),
    json({ code: 905, msg: '账户未进行实名认证' }),
  ],
  passing: [json({ code: 500, msg: '系统异常，请稍后再试' })],
  size: ({ body }) => [...JSON.parse(body).content].length,
  limit: 20_000,
  plain: ({ body }) => [JSON.parse(body).title],
  marked: { of: ({ body }) => [JSON.parse(body).content], live: LIVE_MARKDOWN },
};

describe('PushPlus', () => {
  behavesAsChannel(channel);

  test('goes to the owner of the token, or to a group', async () => {
    const alone = JSON.parse((await sendTo(channel)).seen.body);
    expect(alone).toMatchObject({ token: 't-1', template: 'markdown' });
    expect(alone).not.toHaveProperty('topic');
    const settings = { token: 't-1', topic: 'duty' };
    expect(JSON.parse((await sendTo({ ...channel, settings })).seen.body)).toMatchObject({ topic: 'duty' });
  });
});
