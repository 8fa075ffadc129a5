import { describe, expect, test } from 'vitest';
import { noticeView } from '../../server/core/message/notice.ts';
import pagerduty from '../../server/notifiers/pagerduty.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { alert, digest, feed } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ status: 'success', dedup_key: 'x' }, 202));
const eventOf = ({ body }: Seen) => JSON.parse(body);
const settings = { key: 'k'.repeat(32) };
const channel: Channel = {
  notifier: pagerduty,
  service,
  settings,
  origin: 'https://events.pagerduty.com',
  busy: [json({ status: 'throttle exceeded' }, 429, { 'retry-after': '60' }), 60_000],
  final: [json({ status: 'invalid event', errors: ['routing_key'] }, 400)],
  size: (seen) => eventOf(seen).payload.summary.length,
  limit: 1_024,
  // Fields of JSON: nothing in them is markup.
  plain(seen) {
    const { summary, custom_details } = eventOf(seen).payload;
    return [summary, ...custom_details.posts];
  },
  shown(seen) {
    const { payload, links } = eventOf(seen);
    const { posts = [], steps = [] } = payload.custom_details;
    return [payload.summary, ...posts, ...steps, links[0].href].join('\n');
  },
};

describe('PagerDuty', () => {
  behavesAsChannel(channel);

  test('all changes of an alert are one incident, another alert is another', async () => {
    const keyOf = async (changed: Partial<typeof alert>) => {
      const { seen } = await sendTo(channel, pagerduty.render({ ...alert, ...changed }, settings));
      expect(eventOf(seen)).toMatchObject({ routing_key: settings.key, event_action: 'trigger' });
      return eventOf(seen).dedup_key;
    };
    const first = await keyOf({ change: 'opened', level: 'IV' });
    expect(await keyOf({ change: 'raised', changeId: 10, level: 'I' })).toBe(first);
    expect(await keyOf({ alertId: 5 })).not.toBe(first);
  });

  test('what people do about an alert is done to its incident', async () => {
    const told = async (change: typeof alert.change) =>
      eventOf((await sendTo(channel, pagerduty.render({ ...alert, change }, settings))).seen);
    const [opened, confirmed, closed, merged, reopened] = [
      await told('opened'),
      await told('acknowledged'),
      await told('closed'),
      await told('merged'),
      await told('reopened'),
    ];
    expect([confirmed, closed, merged, reopened].map(({ event_action }) => event_action)).toEqual([
      'acknowledge',
      'resolve',
      'resolve',
      'trigger',
    ]);
    expect(
      new Set([opened, confirmed, closed, merged, reopened].map(({ dedup_key }) => dedup_key)).size,
    ).toBe(1);
  });

  test('a source that can be read again closes its own incident and opens none', async () => {
    const told = async (part: 'down' | 'up') => {
      const view = noticeView({ down: [], up: [], [part]: [feed], at: MONDAY }, 'http://desk.example');
      return eventOf((await sendTo(channel, pagerduty.renderNotice(view, settings))).seen);
    };
    const [down, up] = [await told('down'), await told('up')];
    expect([down.event_action, up.event_action]).toEqual(['trigger', 'resolve']);
    expect(up.dedup_key).toBe(down.dedup_key);
  });

  test('sources that went together come back one by one, and each closes what it opened', async () => {
    const other = { ...feed, feedId: feed.feedId + 1, incidentId: feed.incidentId + 1, name: '公告栏' };
    const told = async (part: 'down' | 'up', feeds: readonly (typeof feed)[]) => {
      const before = service.seen.length;
      const view = noticeView({ down: [], up: [], [part]: feeds, at: MONDAY }, 'http://desk.example');
      await sendTo(channel, pagerduty.renderNotice(view, settings));
      return service.seen.slice(before).map(eventOf);
    };
    const down = await told('down', [feed, other]);
    expect(down.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger']);
    expect(new Set(down.map(({ dedup_key }) => dedup_key)).size).toBe(2);
    expect(down[1].payload.summary).toContain('公告栏');
    const [second] = await told('up', [other]);
    const [first] = await told('up', [feed]);
    expect([first.dedup_key, second.dedup_key]).toEqual(down.map(({ dedup_key }) => dedup_key));
    expect([first.event_action, second.event_action]).toEqual(['resolve', 'resolve']);
  });

  test('of several sources those that were taken are not told again', async () => {
    const other = { ...feed, incidentId: feed.incidentId + 1, name: '公告栏' };
    const view = noticeView({ down: [feed, other], up: [], at: MONDAY }, 'http://desk.example');
    const message = pagerduty.renderNotice(view, settings);
    service.answers.push(json({ status: 'success' }, 202), json({ status: 'down' }, 503));
    const { result } = await sendTo(channel, message);
    expect(result).toMatchObject({ ok: false, retry: true });
    const before = service.seen.length;
    const done = 'done' in result ? result.done : undefined;
    expect((await sendTo(channel, message, 10_000, done)).result).toMatchObject({ ok: true });
    expect(service.seen.slice(before).map((seen) => eventOf(seen).payload.custom_details.name)).toEqual([
      '公告栏',
    ]);
  });

  test('a digest of held alerts opens something of its own, and closes nothing', async () => {
    const { seen } = await sendTo(channel, pagerduty.renderNotice(digest, settings));
    expect(eventOf(seen)).toMatchObject({
      event_action: 'trigger',
      payload: { severity: 'info' },
      dedup_key: `tingchao-desk.example-alerts.held-${MONDAY}`,
    });
    expect(eventOf(seen).payload.summary).toContain('免打扰期间 1 条预警');
  });

  test('each level has a severity', async () => {
    const severities = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo(channel, pagerduty.render({ ...alert, level }, settings));
      severities.push(eventOf(seen).payload.severity);
    }
    expect(severities).toEqual(['info', 'warning', 'error', 'critical']);
  });
});
