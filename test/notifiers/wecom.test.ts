import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import wecom from '../../server/notifiers/wecom.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, LIVE_MARKDOWN, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ errcode: 0, errmsg: 'ok' }));
const content = ({ body }: Seen): string => JSON.parse(body).markdown.content;
const channel: Channel = {
  notifier: wecom,
  service,
  settings: { url: `${service.url}/cgi-bin/webhook/send?key=k-1` },
  busy: [json({ errcode: 45009, errmsg: 'api freq out of limit' }), 60_000],
  passing: [
    json({ errcode: -1, errmsg: 'system busy' }),
    json({ errcode: 45033, errmsg: 'api concurrent out of limit' }),
  ],
  final: [
    json({ errcode: 93000, errmsg: 'invalid webhook url' }),
    json({ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' }),
  ],
  size: (seen) => bytes(content(seen)),
  limit: 4_096,
  marked: { of: (seen) => [content(seen)], live: LIVE_MARKDOWN },
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

const textOf = ({ body }: Seen): string => JSON.parse(body).text.content;

describe('a group robot of WeCom that calls telephones', () => {
  const settings = { ...channel.settings, mobiles: '13800000000，13900000000；@all', mention: 'li-si' };
  const calling: Channel = {
    ...channel,
    settings,
    size: (seen) => bytes(textOf(seen)),
    limit: 2_048,
    // Signs of Markdown are words in plain text; a call to somebody is none.
    marked: { of: (seen) => [textOf(seen)], live: /</g },
  };
  behavesAsChannel(calling);

  test('says so in plain text, the only kind in which they are known, and never calls all', async () => {
    const { seen } = await sendTo(calling);
    expect(JSON.parse(seen.body)).toMatchObject({
      msgtype: 'text',
      text: { mentioned_list: ['li-si'], mentioned_mobile_list: ['13800000000', '13900000000'] },
    });
  });
});
