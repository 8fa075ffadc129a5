import { beforeAll, expect, test, vi } from 'vitest';
import { anyOf } from '../support/make.ts';
import { contrastFaultsOf, faultsOf } from './axe.ts';
import { stageUntilEnd } from './stage.ts';
import { fits, shown } from './waits.ts';

const PATIENCE_MS = 60_000;
const { visit, pass, ask } = stageUntilEnd();

/** A page with nothing on it proves little. */
beforeAll(async () => {
  const by = '王值班';
  const rule = anyOf('多穿点');
  await ask('POST', 'watches', { name: '客服态度', rule });
  await ask('POST', 'alerts/1/acknowledge', { by });
  await ask('PUT', 'alerts/1/records', { by, records: { 'record.dead': 1 } });
  const text = { title: '情况通报', body: '正在核查，18时再通报。' };
  await ask('POST', 'alerts/1/statements', { by, template: 'PB06-T1', text });
  await ask('POST', 'annotations', {
    by,
    watchId: 1,
    kind: 'note',
    text: '抢修公告发布',
    at: Date.now() - 600_000,
  });
  const fix = {
    by,
    watchId: 1,
    touchpoint: 'hotline',
    dimension: 'responsiveness',
    title: '热线加开夜间坐席',
  };
  for (const days of [2, 8]) await ask('POST', 'fixes', { ...fix, doneAt: Date.now() - days * 86_400_000 });
  await ask('POST', 'reports', { by, kind: 'daily', watchId: 1, from: Date.now() });
  await ask('POST', 'mentions/1/labels', { by, verdict: 'agree' });
  const feed = { name: '旧帖', source: 'hacker-news', params: { query: 'parking' }, every: 600 };
  const { id } = await ask('POST', 'feeds', feed);
  expect(id).toBe(1);
  await vi.waitFor(async () => expect(await ask('GET', 'feeds/1/runs')).toHaveLength(1), PATIENCE_MS);
});

const PAGES = [
  '/',
  '/mentions',
  '/alerts',
  '/alerts/1',
  '/alerts/1?part=review',
  '/reviews',
  '/watches',
  '/watches/1',
  '/watches/1?part=risk',
  '/watches/1?part=replay',
  '/feeds',
  '/feeds/1',
  '/feeds/new',
  '/channels',
  '/channels/new',
  '/system',
  '/system/api',
  '/accounts',
  '/accounts?part=log',
  '/duty',
  '/routes',
  '/silences',
  '/templates',
  '/import',
  '/import/push',
  '/labels',
  '/trends?watch=1&range=7d',
  '/service?watch=1&range=7d',
  '/service?watch=1&range=7d&touch=heating',
  '/reports',
  '/reports/new',
  '/reports/1',
  '/playbooks',
  '/playbooks/PB06',
];

/** Pages that no other browser test opens by their address. */
const OPENED_HERE = [
  '/alerts/1?part=review',
  '/feeds/1',
  '/channels',
  '/channels/new',
  '/system',
  '/accounts',
  '/accounts?part=log',
  '/duty',
  '/routes',
  '/silences',
  '/templates',
  '/import',
  '/import/push',
  '/reports/new',
  '/playbooks/PB06',
];

test.concurrent.for(OPENED_HERE)('%s opens by its address', { timeout: 300_000 }, async (address) => {
  await visit(address, shown);
});

test.concurrent.for(PAGES)(
  '%s has no accessibility fault in light or dark and fits a telephone',
  { timeout: 300_000 },
  async (address, { expect }) => {
    await pass(address, async (page) => {
      await shown(page);
      expect(await faultsOf(page)).toEqual([]);
      // The theme changes colours and nothing else.
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await contrastFaultsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page);
    });
  },
);
