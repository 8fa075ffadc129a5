import { describe, expect, test } from 'vitest';
import slack from '../../server/notifiers/slack.ts';
import { alert } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { type Answer, openLoopback, type Seen } from './loopback.ts';

const said =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const service = await openLoopback(said(200, 'ok'));
const sectionOf = ({ body }: Seen): string => JSON.parse(body).blocks[1].text.text;
const headOf = ({ body }: Seen): string => JSON.parse(body).blocks[0].text.text;
const channel: Channel = {
  notifier: slack,
  service,
  settings: { url: `${service.url}/services/T/B/x` },
  busy: [said(429, 'rate_limited', { 'retry-after': '30' }), 30_000],
  passing: [said(500, 'rollup_error')],
  final: [
    said(400, 'invalid_payload'),
    said(403, 'action_prohibited'),
    said(403, 'invalid_token'),
    said(404, 'no_service'),
    said(404, 'channel_not_found'),
    said(410, 'channel_is_archived'),
  ],
  size: (seen) => sectionOf(seen).length,
  limit: 3_000,
  plain: (seen) => [headOf(seen)],
  // The words of a lock screen are read as markup too; brackets mean nothing here.
  marked: {
    of: (seen) => [JSON.parse(seen.body).text, sectionOf(seen)],
    live: /[<>*_~`]|&(?!(?:amp|lt|gt);)/g,
  },
};

describe('an incoming webhook of Slack', () => {
  behavesAsChannel(channel);

  test('has a head, a section and words for where neither is shown', async () => {
    const { seen } = await sendTo(channel);
    const { text, blocks } = JSON.parse(seen.body);
    expect(blocks.map((block: { type: string }) => block.type)).toEqual(['header', 'section', 'actions']);
    expect(blocks[2].elements).toMatchObject([
      { type: 'button', text: { type: 'plain_text' }, url: alert.link },
    ]);
    // A lock screen shows these alone: level and subject, then what happened.
    expect(text).toBe(`${headOf(seen)}\n${alert.sentence}`);
    expect(sectionOf(seen)).toContain('<https://bbs.example/t/1|论坛：暖气一点都不热>');
  });
});
