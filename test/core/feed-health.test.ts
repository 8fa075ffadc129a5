import { expect, test } from 'vitest';
import { type FeedFacts, feedHealth, isEmptySuspect } from '../../server/core/feed-health.ts';
import { DAY, MINUTE } from '../../server/core/time.ts';

const NOW = Date.UTC(2026, 10, 22, 7, 30);
const good: FeedFacts = {
  active: true,
  every: 600,
  createdAt: NOW - 30 * DAY,
  failures: 0,
  lastOkAt: NOW - 5 * MINUTE,
  lastPostsAt: NOW - 5 * MINUTE,
  lastRun: { outcome: 'posts', wall: null },
};

test.each<[string, Partial<FeedFacts>]>([
  ['ok', {}],
  ['ok', { lastRun: { outcome: 'quiet', wall: null } }],
  ['ok', { failures: 2, lastRun: { outcome: 'failed', wall: null } }],
  ['quiet', { lastRun: { outcome: 'quiet', wall: null }, lastPostsAt: NOW - 2 * DAY }],
  ['suspect', { lastRun: { outcome: 'quiet', wall: 'empty-suspect' } }],
  ['walled', { failures: 1, lastRun: { outcome: 'wall', wall: 'login-wall' } }],
  ['failing', { failures: 3, lastRun: { outcome: 'failed', wall: null } }],
  ['failing', { failures: 1, lastOkAt: null, lastRun: { outcome: 'failed', wall: null } }],
  ['failing', { lastOkAt: NOW - 61 * MINUTE }],
  ['new', { createdAt: NOW - 5 * MINUTE, lastOkAt: null, lastPostsAt: null, lastRun: null }],
  ['failing', { createdAt: NOW - DAY, lastOkAt: null, lastPostsAt: null, lastRun: null }],
  ['paused', { active: false, failures: 9, lastRun: { outcome: 'wall', wall: 'captcha' } }],
])('%s: %o', (health, parts) => {
  expect(feedHealth({ ...good, ...parts }, NOW)).toBe(health);
});

test('an empty page is suspect only the second time in a row, and only where posts used to be', () => {
  const empty = { outcome: 'quiet', detail: 'empty page' } as const;
  expect(isEmptySuspect(NOW, empty)).toBe(true);
  expect(
    isEmptySuspect(NOW, { ...empty, detail: 'empty page again, though this feed had posts before' }),
  ).toBe(true);
  expect(isEmptySuspect(null, empty)).toBe(false);
  expect(isEmptySuspect(NOW, { outcome: 'quiet', detail: 'not modified' })).toBe(false);
  expect(isEmptySuspect(NOW, { outcome: 'posts', detail: '' })).toBe(false);
  expect(isEmptySuspect(NOW, null)).toBe(false);
});
