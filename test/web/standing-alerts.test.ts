import { expect, test } from 'vitest';
import type { AlertRow } from '../../server/core/screens/screens.ts';
import { standingAlerts } from '../../web/pages/overview/standing-alerts.ts';

type Row = Pick<AlertRow, 'id' | 'watchId' | 'level' | 'status' | 'acknowledgedAt' | 'openedAt'>;

const row = (id: number, level: Row['level'], more: Partial<Row> = {}): Row => ({
  id,
  watchId: id,
  level,
  status: 'acknowledged',
  acknowledgedAt: 5,
  openedAt: id,
  ...more,
});
const unheard = { status: 'open', acknowledgedAt: null } as const;
const told = (...rows: Row[]) => {
  const { gravest, lesser } = standingAlerts(rows);
  return [gravest.map(({ id }) => id), lesser];
};

test('a second red of another watch is counted beside the first, and leads where nobody confirmed it', () => {
  expect(told(row(1, 'I'), row(2, 'I', unheard))).toEqual([[2, 1], []]);
});

test('of those that nobody heard of the one that waits longest leads; what asks anew comes after them', () => {
  const rows = [
    row(1, 'I', { status: 'open' }),
    row(2, 'I'),
    row(3, 'I', { ...unheard, openedAt: 30 }),
    row(4, 'I', { ...unheard, openedAt: 20 }),
  ];
  expect(told(...rows)).toEqual([[4, 3, 1, 2], []]);
});

test('what is less grave is counted level by level, and never leads', () => {
  expect(told(row(1, 'II'), row(2, 'III', unheard), row(3, 'III'), row(4, 'IV'))).toEqual([
    [1],
    [
      { level: 'III', count: 2 },
      { level: 'IV', count: 1 },
    ],
  ]);
});

test('without alerts there is none', () => {
  expect(told()).toEqual([[], []]);
});
