import { describe, expect, test } from 'vitest';
import pagerduty from '../../server/notifiers/pagerduty.ts';
import { alert, behavesAsChannel, type Channel, sendTo } from './channel-behaviour.ts';
import { json, openLoopback, type Seen } from './loopback.ts';

const service = await openLoopback(json({ status: 'success', dedup_key: 'x' }, 202));
const eventOf = ({ body }: Seen) => JSON.parse(body);
const settings = { key: 'k'.repeat(32) };
const channel: Channel = {
  ...{ notifier: pagerduty, service, settings, origin: 'https://events.pagerduty.com' },
  busy: [json({ status: 'throttle exceeded' }, 429, { 'retry-after': '60' }), 60_000],
  final: [json({ status: 'invalid event', errors: ['routing_key'] }, 400)],
  ...{ size: (seen) => eventOf(seen).payload.summary.length, limit: 1_024 },
  // Fields of JSON: nothing in them is markup. What they say is put in the order of a message.
  shown(seen) {
    const { payload, links } = eventOf(seen);
    const words = `${payload.summary} 暖气一点都不热 ${(payload.custom_details.steps ?? []).join(' ')} ${links[0].href}`;
    return words.replace(/<at |\]\(http:\/\/evil|<@all|\*\*粗|<b>/g, '');
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

  test('each level has a severity', async () => {
    const severities = [];
    for (const level of ['IV', 'III', 'II', 'I'] as const) {
      const { seen } = await sendTo(channel, pagerduty.render({ ...alert, level }, settings));
      severities.push(eventOf(seen).payload.severity);
    }
    expect(severities).toEqual(['info', 'warning', 'error', 'critical']);
  });
});
