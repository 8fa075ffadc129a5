import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import wecomApp from '../../server/notifiers/wecom-app.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const LENT = json({ errcode: 0, errmsg: 'ok', access_token: 't-1', expires_in: 7_200 });
let lending = LENT;
const service = await openLoopback(json({ errcode: 0, errmsg: 'ok', msgid: 'm' }), ({ path }) =>
  path.startsWith('/cgi-bin/gettoken') ? lending : null,
);
const content = ({ body }: Seen): string => JSON.parse(body).text.content;
const channel: Channel = {
  notifier: wecomApp,
  service,
  origin: 'https://qyapi.weixin.qq.com',
  settings: { corp: 'ww1', agent: 1_000_002, secret: 's&1', to: ' LiSi ' },
  busy: [json({ errcode: 45009, errmsg: 'api freq out of limit' }), 60_000],
  passing: [json({ errcode: -1, errmsg: 'system busy' })],
  final: [
    json({ errcode: 60020, errmsg: 'not allow to access from your ip, from ip: 203.0.113.9' }),
    json({ errcode: 81013, errmsg: 'user & party & tag all invalid' }),
    json({ errcode: 0, errmsg: 'ok', invaliduser: 'lisi' }),
    json({ errcode: 0, errmsg: 'ok', invaliduser: '', unlicenseduser: 'lisi' }),
  ],
  size: (seen) => bytes(content(seen)),
  limit: 2_048,
  // Signs of Markdown are words in plain text; an address in HTML would be a link.
  marked: { of: (seen) => [content(seen)], live: /</g },
};

describe('a message to a person by an app in WeCom', () => {
  behavesAsChannel(channel);

  test('is plain text to the one account, by the token of its app', async () => {
    const { seen } = await sendTo(channel);
    expect(service.seenAside.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /cgi-bin/gettoken?corpid=ww1&corpsecret=s%261',
    ]);
    expect(seen.path).toBe('/cgi-bin/message/send?access_token=t-1');
    expect(JSON.parse(seen.body)).toMatchObject({ touser: 'LiSi', agentid: 1_000_002, msgtype: 'text' });
  });

  test('an app whose secret is wrong sends nothing, and says so', async () => {
    lending = json({ errcode: 40001, errmsg: 'invalid credential' });
    const { result, seen } = await sendTo(channel);
    lending = LENT;
    expect(seen).toBeUndefined();
    expect(result).toMatchObject({ ok: false, retry: false, reason: expect.stringContaining('40001') });
  });
});
