import { describe, expect, test } from 'vitest';
import { bytes } from '../../server/core/chat-message.ts';
import alertmanager from '../../server/notifiers/alertmanager.ts';
import { alert, behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({}));
const payloadOf = ({ body }: Seen) => JSON.parse(body);
const channel: Channel = {
  ...{ notifier: alertmanager, service, settings: { url: `${service.url}/alerts`, token: 'b-1' } },
  busy: [json({}, 429, { 'retry-after': '9' }), 9_000],
  final: [json({}, 400), json({}, 401)],
  // A receiver sets its own limits; five posts and thirty steps are cut to three of each before.
  ...{ size: ({ body }) => bytes(body), limit: 100_000 },
  // Fields of JSON: nothing in them is markup.
  shown(seen) {
    const { summary, description } = payloadOf(seen).alerts[0].annotations;
    return `${summary}\n${description}`.replace(/<at |\]\(http:\/\/evil|<@all|\*\*粗|<b>/g, '');
  },
};

describe('a receiver of Alertmanager', () => {
  behavesAsChannel(channel);

  test('is sent what Alertmanager would send it', async () => {
    const { seen } = await sendTo(channel);
    expect(seen.headers.authorization).toBe('Bearer b-1');
    expect(payloadOf(seen)).toMatchObject({
      ...{ version: '4', status: 'firing', truncatedAlerts: 0, externalURL: 'http://desk.example' },
      commonLabels: { alertname: 'TingchaoAlert', severity: 'critical', level: 'II', watch: '供热服务' },
      alerts: [{ status: 'firing', startsAt: '2026-11-22T16:00:00.000Z', generatorURL: alert.link }],
    });
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
