import { describe, expect, test } from 'vitest';
import { type FeedFacts, feedHealth, isEmptySuspect } from '../../../server/core/feed/feed-health.ts';
import {
  endingOf,
  noticeChannels,
  type OutageFacts,
  outageOf,
} from '../../../server/core/feed/feed-incident.ts';
import { yieldOf } from '../../../server/core/feed/feed-yield.ts';
import { DAY, MINUTE } from '../../../server/core/time.ts';

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
  ['quiet', { lastPostsAt: NOW - 2 * DAY }],
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
  const never = { hadPosts: true, readable: 40, empty: 0 };
  expect(isEmptySuspect({ ...never, inRow: 1 })).toBe(false);
  expect(isEmptySuspect({ ...never, inRow: 2 })).toBe(true);
  expect(isEmptySuspect({ ...never, inRow: 2, hadPosts: false })).toBe(false);
});

test('a feed whose pages are empty now and then is suspect when chance no longer explains the row', () => {
  const often = { hadPosts: true, readable: 100, empty: 50 };
  expect(isEmptySuspect({ ...often, inRow: 4 })).toBe(false);
  expect(isEmptySuspect({ ...often, inRow: 7 })).toBe(true);
  const seldom = { hadPosts: true, readable: 100, empty: 2 };
  expect(isEmptySuspect({ ...seldom, inRow: 2 })).toBe(true);
});

describe('the yield against its own history', () => {
  const days = (...stored: number[]) =>
    stored.map((each, at) => ({ day: NOW - (stored.length - at) * DAY, runs: 10, stored: each }));

  test('is not judged before a week of full days, the first one left out', () => {
    expect(yieldOf(days(1, 20, 20, 20, 20, 20, 20), 0, NOW)).toMatchObject({
      usual: null,
      days: 6,
      fallen: false,
    });
    expect(yieldOf(days(1, 20, 22, 24, 20, 20, 22, 21), 18, NOW)).toMatchObject({ usual: 21, lowest: 20 });
  });

  test('has fallen only when the last day is far below the usual and below every day', () => {
    const steady = days(1, 20, 22, 24, 20, 20, 22, 21);
    expect(yieldOf(steady, 3, NOW).fallen).toBe(true);
    expect(yieldOf(steady, 12, NOW).fallen).toBe(false);
    // It rests on Sundays.
    expect(yieldOf(days(1, 20, 22, 24, 0, 20, 22, 21), 0, NOW).fallen).toBe(false);
    // A handful a day is chance.
    expect(yieldOf(days(1, 2, 3, 2, 3, 2, 2, 3), 0, NOW).fallen).toBe(false);
  });
});

test('a fall is said until the feed recovers, however many days it lasts', () => {
  const stored = Array.from({ length: 28 }, (_, at) => 30 + (at % 7) * 5);
  const yieldAfter = (dead: number, lastDay = 0) =>
    yieldOf(
      stored.map((each, at) => ({
        day: NOW - (28 - at) * DAY,
        runs: 24,
        stored: 28 - at <= dead ? 0 : each,
      })),
      lastDay,
      NOW,
    );
  for (const dead of [0, 1, 2, 3, 7, 13, 19])
    expect([dead, yieldAfter(dead).fallen, yieldAfter(dead, 45).fallen]).toEqual([dead, true, false]);
  expect(yieldAfter(13)).toMatchObject({ usual: expect.closeTo(45, -1), lowest: 30 });
});

describe('an incident', () => {
  const facts: OutageFacts = {
    health: 'ok',
    failures: 0,
    pause: 600,
    createdAt: NOW - DAY,
    lastOkAt: NOW - 5 * MINUTE,
    lastRun: { outcome: 'posts' },
  };

  test.each<[string | null, Partial<OutageFacts>]>([
    [null, {}],
    [null, { health: 'walled', failures: 1 }],
    ['walled', { health: 'walled', failures: 3 }],
    ['walled', { health: 'walled', failures: 2, lastOkAt: NOW - 61 * MINUTE }],
    ['failing', { health: 'failing', failures: 3 }],
    ['suspect', { health: 'suspect' }],
    [null, { health: 'paused', failures: 9 }],
    [null, { health: 'quiet' }],
  ])('%s: %o', (outage, parts) => {
    expect(outageOf({ ...facts, ...parts }, NOW)).toBe(outage);
  });

  test.each<[string | null, Partial<OutageFacts>]>([
    [null, { health: 'failing', lastOkAt: NOW - DAY }],
    [null, { health: 'failing', lastOkAt: null, lastRun: null }],
    [null, { health: 'walled', failures: 1, lastOkAt: NOW - DAY }],
    ['failing', { health: 'failing', failures: 3, lastOkAt: NOW - DAY }],
    ['failing', { health: 'failing', failures: 1, lastOkAt: null }],
    ['suspect', { health: 'suspect', lastOkAt: NOW - DAY }],
  ])('what was not read while nobody was there to read it is none of the feed: %s: %o', (outage, parts) => {
    const slept = { ...facts, createdAt: NOW - 9 * DAY, ...parts };
    expect(outageOf(slept, NOW, NOW - MINUTE)).toBe(outage);
    // Six intervals later it is.
    expect(outageOf(slept, NOW + 61 * MINUTE, NOW)).toBe(slept.health);
  });

  test('is over when a run could be read or people pause the feed, not between two faults', () => {
    expect(endingOf(facts)).toBe('recovered');
    expect(endingOf({ ...facts, health: 'quiet' })).toBe('recovered');
    expect(endingOf({ ...facts, health: 'ok', failures: 1 })).toBeNull();
    expect(endingOf({ ...facts, health: 'suspect' })).toBeNull();
    expect(endingOf({ ...facts, health: 'new', lastRun: null })).toBeNull();
    expect(endingOf({ ...facts, health: 'paused' })).toBe('paused');
  });

  test('is told to the channels that take the most', () => {
    const channel = (id: number, minLevel: 'IV' | 'III' | 'II' | 'I') => ({ id, minLevel });
    expect(noticeChannels([channel(1, 'I'), channel(2, 'III'), channel(3, 'III')])).toEqual([
      channel(2, 'III'),
      channel(3, 'III'),
    ]);
    expect(noticeChannels([channel(1, 'I')])).toHaveLength(1);
    expect(noticeChannels([])).toEqual([]);
  });
});
