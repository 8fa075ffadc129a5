import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/chat-message.ts';
import wecom from '../../server/notifiers/wecom.ts';
import { alert, behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ errcode: 0, errmsg: 'ok' }));
const content = ({ body }: Seen): string => JSON.parse(body).markdown.content;
const channel: Channel = {
  ...{ notifier: wecom, service, settings: { url: `${service.url}/cgi-bin/webhook/send?key=k-1` } },
  busy: [json({ errcode: 45009, errmsg: 'api freq out of limit' }), 60_000],
  passing: [json({ errcode: -1, errmsg: 'system busy' })],
  final: [
    json({ errcode: 93000, errmsg: 'invalid webhook url' }),
    json({ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' }),
  ],
  ...{ size: (seen) => bytes(content(seen)), limit: 4_096, shown: content },
};

describe('a group robot of WeCom', () => {
  behavesAsChannel(channel);

  test('is sent Markdown at the address it was given', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.path).toBe('/cgi-bin/webhook/send?key=k-1');
    expect(JSON.parse(seen.body)).toMatchObject({ msgtype: 'markdown' });
  });

  test('mentions whom it was told to, and nobody else', async () => {
    const settings = { ...channel.settings, mention: 'zhang.san，li-si;<@all>' };
    const { seen } = await sendTo({ ...channel, settings }, wecom.render(alert, settings));
    expect(content(seen).endsWith('\n\n<@zhang.san> <@li-si>')).toBe(true);
  });
});
