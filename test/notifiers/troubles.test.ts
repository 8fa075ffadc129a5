import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Notifier } from '../../server/core/message/notifier.ts';
import type { NoticeTrouble } from '../../server/core/notices/trouble-notice.ts';
import { troubleView } from '../../server/core/notices/trouble-notice.ts';
import { MONDAY } from '../core/series/make-series.ts';

const folder = new URL('../../server/notifiers/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();
const load = async (file: string) =>
  ((await import(new URL(file, folder).href)) as { default: Notifier }).default;

const disk: NoticeTrouble = {
  kind: 'disk-low',
  subject: 'data',
  troubleId: 7,
  openedAt: MONDAY,
  detail: { freeBytes: 0.8 * 1024 ** 3, totalBytes: 40 * 1024 ** 3 },
};
const began = troubleView({ troubles: { began: [disk], over: [] }, at: MONDAY }, 'http://desk.example');
const over = troubleView(
  { troubles: { began: [], over: [disk] }, at: MONDAY + 60_000 },
  'http://desk.example',
);

describe.each(files)('%s', (file) => {
  test('tells what is wrong with the installation itself, and what to do', async () => {
    const message = (await load(file)).renderNotice(began, {});
    expect(message.subject).toContain('磁盘快满了');
    expect(message.text).toContain('数据盘只剩 0.8 GB');
    expect(message.subject).not.toMatch(/[\r\n●▲◆■]/);
  });
});

test('what keeps incidents opens one and resolves the same', async () => {
  const pagerduty = await load('pagerduty.ts');
  const [opens, closes] = [began, over].map((view) => pagerduty.renderNotice(view, {}).json);
  expect([opens, closes]).toMatchObject([[{ event_action: 'trigger' }], [{ event_action: 'resolve' }]]);
  const keyOf = (json: unknown) => (json as { dedup_key: string }[])[0]?.dedup_key;
  expect(keyOf(closes)).toBe(keyOf(opens));
  const alertmanager = await load('alertmanager.ts');
  const [fires, ends] = [began, over].map((view) => alertmanager.renderNotice(view, {}).json);
  expect([fires, ends]).toMatchObject([{ status: 'firing' }, { status: 'resolved' }]);
  const markOf = (json: unknown) => (json as { alerts: { fingerprint: string }[] }).alerts[0]?.fingerprint;
  expect(markOf(ends)).toBe(markOf(fires));
});
