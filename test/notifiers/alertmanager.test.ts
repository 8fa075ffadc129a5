import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/message/message-text.ts';
import { noticeView } from '../../server/core/message/notice.ts';
import alertmanager from '../../server/notifiers/alertmanager.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { alert, digest, feed } from './channel-alerts.ts';
import { behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({}));
const payloadOf = ({ body }: Seen) => JSON.parse(body);
const channel: Channel = {
  notifier: alertmanager,
  service,
  settings: { url: `${service.url}/alerts`, token: 'b-1' },
  busy: [json({}, 429, { 'retry-after': '9' }), 9_000],
  final: [json({}, 400), json({}, 401)],
  // A receiver sets its own limits; five posts and thirty steps are cut to three of each before.
  size: ({ body }) => bytes(body),
  limit: 100_000,
  // Fields of JSON: nothing in them is markup.
  plain(seen) {
    const { summary, description } = payloadOf(seen).alerts[0].annotations;
    return [summary, description];
  },
};

describe('a receiver of Alertmanager', () => {
  behavesAsChannel(channel);

  test('is sent what Alertmanager would send it', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.headers.authorization).toBe('Bearer b-1');
    expect(payloadOf(seen)).toMatchObject({
      version: '4',
      status: 'firing',
      truncatedAlerts: 0,
      externalURL: 'http://desk.example',
      commonLabels: { alertname: 'TingchaoAlert', severity: 'critical', level: 'II', watch: '供热服务' },
      alerts: [{ status: 'firing', startsAt: '2026-11-22T16:00:00.000Z', generatorURL: alert.link }],
    });
  });

  test('sources out of order fire, those readable again are resolved, each under one fingerprint', async () => {
    const other = { ...feed, feedId: 2, incidentId: 3, name: '热线' };
    const told = async (down: readonly (typeof feed)[], up: readonly (typeof feed)[]) => {
      const view = noticeView({ down, up, at: MONDAY + 60_000 }, 'http://desk.example');
      return payloadOf((await sendTo(channel, alertmanager.renderNotice(view, {}))).seen);
    };
    const [first, mixed, last] = [
      await told([feed, other], []),
      await told([other], [feed]),
      await told([], [other]),
    ];
    expect([first.status, mixed.status, last.status]).toEqual(['firing', 'firing', 'resolved']);
    const [a, b] = first.alerts;
    expect(a.fingerprint).not.toBe(b.fingerprint);
    expect(a).toMatchObject({ status: 'firing', startsAt: '2026-11-22T16:00:00.000Z' });
    expect(mixed.alerts.map(({ status }: { status: string }) => status)).toEqual(['firing', 'resolved']);
    expect(mixed.alerts[1]).toMatchObject({
      fingerprint: a.fingerprint,
      labels: a.labels,
      endsAt: '2026-11-22T16:01:00.000Z',
    });
    expect(first.commonLabels).toEqual({ alertname: 'TingchaoFeed', severity: 'warning' });
  });

  test('an alert that is over is resolved under its fingerprint', async () => {
    const told = async (change: typeof alert.change) =>
      payloadOf((await sendTo(channel, alertmanager.render({ ...alert, change }, {}))).seen);
    const [opened, closed] = [await told('opened'), await told('false_alarm')];
    const again = await told('reopened');
    expect([opened.status, closed.status, again.status]).toEqual(['firing', 'resolved', 'firing']);
    expect(again.alerts[0].fingerprint).toBe(opened.alerts[0].fingerprint);
    expect(closed.alerts[0]).toMatchObject({
      status: 'resolved',
      fingerprint: opened.alerts[0].fingerprint,
      endsAt: opened.alerts[0].startsAt,
    });
  });

  test('a digest of held alerts is news that passes', async () => {
    const { seen } = await sendTo(channel, alertmanager.renderNotice(digest, {}));
    const { status, alerts } = payloadOf(seen);
    expect([status, alerts.length]).toEqual(['firing', 1]);
    expect(alerts[0]).toMatchObject({
      status: 'firing',
      labels: { alertname: 'TingchaoNews', severity: 'info' },
      annotations: { summary: expect.stringContaining('免打扰期间 1 条预警') },
    });
    expect(alerts[0].annotations.description).toContain('供热：近 1 小时负面 12 条。');
    expect(Date.parse(alerts[0].endsAt)).toBeGreaterThan(Date.parse(alerts[0].startsAt));
  });

  test('two installations with one receiver keep their alerts apart', async () => {
    const of = async (link: string) => {
      const { seen } = await sendTo(channel, alertmanager.render({ ...alert, link }, {}));
      const { groupKey, alerts } = payloadOf(seen);
      expect(alerts[0].fingerprint).toMatch(/^[0-9a-f]{16}$/);
      return [groupKey, alerts[0].fingerprint];
    };
    const [one, two] = [await of('http://a.example/alerts/4'), await of('http://b.example/alerts/4')];
    expect(one[0]).not.toBe(two[0]);
    expect(one[1]).not.toBe(two[1]);
  });

  test('an alert keeps its fingerprint through all its changes', async () => {
    const fingerprint = async (changed: Partial<typeof alert>) => {
      const { seen } = await sendTo(channel, alertmanager.render({ ...alert, ...changed }, {}));
      return payloadOf(seen).alerts[0].fingerprint;
    };
    expect(await fingerprint({ level: 'I' })).toBe(await fingerprint({ level: 'III' }));
    expect(await fingerprint({ alertId: 5 })).not.toBe(await fingerprint({}));
  });
});
