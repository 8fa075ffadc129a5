import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AlertScreen, FeedRow, Overview } from '../../server/core/screens/screens.ts';
import { tempFolder } from '../support/database.ts';
import { apiOf, makeHome, run, until } from './processes.ts';

test('the first cold day climbs from blue over yellow and orange to red, each with its playbook', async () => {
  const parent = tempFolder();
  const folder = path.join(parent, 'demo');
  const home = await makeHome({ empty: true });
  const demo = run(['demo', '--speed', '6'], { ...home, TINGCHAO_DATA: folder });
  const opened = await until('the address', demo.said, (text) => /Open {2}\S+/.test(text), 120_000);
  const url = /Open {2}(\S+)/.exec(opened)?.[1] ?? '';
  const api = apiOf(url);

  const before = await api<Overview>('GET', 'overview');
  const quietHours = before.volume.filter((point) => point.expected !== null);
  expect(quietHours.length).toBeGreaterThan(20);

  await until('red', demo.said, (text) => text.includes('red  '), 200_000);
  const story = await until(
    'the last line of the story',
    () => api<{ rows: unknown[] }>('GET', `mentions?q=${encodeURIComponent('不敢烧炭')}`),
    (seen) => seen.rows.length === 1,
    120_000,
  );
  expect(story.rows).toHaveLength(1);

  const climb = [...demo.said().matchAll(/(blue|yellow|orange|red) {2}(\S+)( · \S+)?/g)];
  expect(
    climb.map((step) => step[1]),
    demo.said(),
  ).toEqual(['blue', 'yellow', 'orange', 'red']);
  for (const step of climb) expect(step[3], step[0]).toMatch(/ · \S+/);

  const id = Number(/alerts\/(\d+)/.exec(demo.said())?.[1]);
  const alert = await until(
    'the playbooks of all three acts, and three messages that went out',
    () => api<AlertScreen>('GET', `alerts/${id}`),
    (seen) =>
      ['PB02', 'PB03', 'PB06'].every((each) => seen.alert.playbooks.includes(each)) &&
      seen.deliveries.filter(({ status }) => status === 'sent').length >= 3,
    120_000,
  );
  expect(alert.row.level).toBe('I');
  const { observed = 0, expected } = alert.row.main ?? {};
  expect(expected).toBeLessThan(observed / 3);
  expect(alert.examples).toHaveLength(5);
  expect(alert.examples.every((post) => post.evidence.length > 0)).toBe(true);
  expect(alert.copyShare).toBeGreaterThan(0);
  expect(alert.steps.length).toBeGreaterThan(20);
  expect(alert.history.map((change) => change.to)).toEqual(expect.arrayContaining(['IV', 'III', 'II', 'I']));

  const feeds = await api<FeedRow[]>('GET', 'feeds');
  expect(feeds.map((feed) => [feed.name, feed.health])).toEqual(feeds.map((feed) => [feed.name, 'ok']));
  const recorded = Object.fromEntries(feeds.map((feed) => [feed.source, feed.stored24h]));
  expect(recorded).toMatchObject({ 'baidu-hot': 51, v2ex: 9 });

  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  expect(demo.said()).toMatch(/webhook: (\d+) delivered, \1 signatures valid/);
  expect(readdirSync(parent).filter((name) => name !== 'demo')).toEqual([]);
}, 400_000);
