import { expect, test } from 'vitest';
import { blindnessOf } from '../../server/core/feed/blindness.ts';

type Feed = Parameters<typeof blindnessOf>[0]['feeds'][number];

const NOW = 1_800_000_000_000;
const fine: Feed = {
  health: 'ok',
  failures: 0,
  pause: 300,
  createdAt: 0,
  lastOkAt: NOW - 1_000,
  lastPostsAt: NOW - 1_000,
  lastRun: { outcome: 'posts' },
};
const dead: Feed = { ...fine, health: 'failing', failures: 3, lastRun: { outcome: 'failed' } };
const fresh: Feed = { ...fine, health: 'new', lastOkAt: null, lastPostsAt: null, lastRun: null };
const see = (
  feeds: Parameters<typeof blindnessOf>[0]['feeds'],
  more: { watches?: number; pushed?: boolean } = {},
) => blindnessOf({ watches: 1, pushed: false, ...more, feeds }, NOW);

test('nothing is seen without a watch, without a source, or before one was read', () => {
  expect(see([fine], { watches: 0 })).toEqual({ kind: 'no-watch' });
  expect(see([])).toEqual({ kind: 'no-feed' });
  expect(see([fresh, dead])).toEqual({ kind: 'first-fetch' });
});

test('nothing is seen where every source is down, since the last of them was read', () => {
  expect(
    see([
      { ...dead, lastOkAt: NOW - 9_000 },
      { ...dead, lastOkAt: NOW - 5_000 },
    ]),
  ).toEqual({
    kind: 'feeds-down',
    since: NOW - 5_000,
  });
  expect(see([{ ...dead, lastOkAt: null }])).toEqual({ kind: 'feeds-down', since: null });
  expect(see([{ ...dead, health: 'suspect', lastPostsAt: NOW - 7_000 }])).toMatchObject({
    since: NOW - 7_000,
  });
});

test('one source of many, one refused visit, or posts that are pushed are enough to see by', () => {
  expect(see([dead, fine])).toBeNull();
  expect(see([{ ...fine, health: 'walled', failures: 1, lastRun: { outcome: 'wall' } }])).toBeNull();
  expect(see([], { pushed: true })).toBeNull();
  expect(see([dead], { pushed: true })).toBeNull();
});
