import { expect, test } from 'vitest';
import type { AlertChangeKind } from '../../../server/core/alert/alert.ts';
import { answeredSince, mootBecause } from '../../../server/core/alert/answered.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { MONDAY } from '../series/make-series.ts';
import { makeAlert } from './make-alert.ts';

const at = MONDAY + MINUTE;
const confirmed = (when: number, parts = {}) =>
  makeAlert({ status: 'acknowledged', acknowledgedAt: when, acknowledgedBy: '王', ...parts });
const closed = makeAlert({ status: 'closed', closedAt: at + MINUTE });

test('an alert is answered by whoever confirms or closes it after that, not before, and not where it asks anew', () => {
  expect(answeredSince(makeAlert(), at)).toBeNull();
  expect(answeredSince(confirmed(at - 1), at)).toBeNull();
  expect(answeredSince(confirmed(at), at)).toBe('alert-confirmed');
  expect(answeredSince(confirmed(at + 1, { status: 'open' }), at)).toBeNull();
  expect(answeredSince(closed, at)).toBe('alert-closed');
  expect(answeredSince(confirmed(at + 1, { status: 'false_alarm', closedAt: at + 2 }), at)).toBe(
    'alert-closed',
  );
});

test.each<[AlertChangeKind, string | null, string | null]>([
  ['opened', null, 'alert-closed'],
  ['raised', null, 'alert-closed'],
  ['surged', null, 'alert-closed'],
  ['graver', null, 'alert-closed'],
  ['playbook', null, 'alert-closed'],
  ['escalated', 'alert-confirmed', 'alert-closed'],
  ['repeated', 'alert-confirmed', 'alert-closed'],
  ['commented', null, null],
  ['assigned', null, null],
])('of what waits to be told: %s', (kind, whenConfirmed, whenClosed) => {
  const change = { kind, at, to: 'III' } as const;
  expect(mootBecause(makeAlert(), change)).toBeNull();
  expect(mootBecause(confirmed(at + 1), change)).toBe(whenConfirmed);
  expect(mootBecause(closed, change)).toBe(whenClosed);
});

test.each<[AlertChangeKind, string | null, string | null, string | null]>([
  ['acknowledged', 'no-longer-so', null, 'alert-closed'],
  ['lowered', null, null, 'alert-closed'],
  ['closed', 'no-longer-so', 'no-longer-so', null],
  ['false_alarm', 'no-longer-so', 'no-longer-so', null],
  ['merged', 'no-longer-so', 'no-longer-so', null],
  ['reopened', null, null, 'alert-closed'],
])('of what programs follow: %s', (kind, whenOpen, whenConfirmed, whenClosed) => {
  const change = { kind, at, to: makeAlert().level } as const;
  expect(mootBecause(makeAlert(), change)).toBe(whenOpen);
  expect(mootBecause(confirmed(at + 1), change)).toBe(whenConfirmed);
  expect(mootBecause(closed, change)).toBe(whenClosed);
});

test('that it was lowered is untrue once it rose again', () => {
  const change = { kind: 'lowered', at, to: 'IV' } as const;
  expect(mootBecause(makeAlert({ level: 'II' }), change)).toBe('no-longer-so');
});
