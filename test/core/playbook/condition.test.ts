import { expect, test } from 'vitest';
import { evaluate } from '../../../server/core/playbook/condition.ts';

test.each([
  ['a large watch asks for what is written', 500, 50],
  ['a smaller one for its part of a usual day', 19.5, 20],
  ['a very small one for the least', 5, 10],
])('%s', (_, usualDay, least) => {
  const condition = { m: 'neg_authors_6h', op: '>=', v: 50, small: { ofUsualDay: 1, least: 10 } } as const;
  const at = (observed: number, parts = {}) =>
    evaluate(condition, { neg_authors_6h: observed, usual_day: usualDay, ...parts });
  expect(at(least - 1).holds).toBe(false);
  expect(at(least).reasons).toMatchObject([{ threshold: least, observed: least }]);
  // Where nobody knows what is usual, what is written stands.
  expect(at(49, { usual_day: undefined }).holds).toBe(false);
});

test.each([
  ['what nobody says otherwise asks for what is written', {}, 10],
  [
    'what some always say, for as much again above what a usual day may bring',
    { 'sev.outage.authors_24h.usual': 25 },
    75,
  ],
  ['and never for more than its part of a usual day', { 'sev.outage.authors_24h.usual': 800 }, 250],
  [
    'but where nobody knows what a day holds, for what is written',
    { 'sev.outage.authors_24h.usual': 25, usual_day: undefined },
    10,
  ],
  ['as in a watch whose part is less', { 'sev.outage.authors_24h.usual': 25, usual_day: 100 }, 10],
])('%s', (_, more, least) => {
  const condition = { m: 'sev.outage.authors_24h', op: '>=', v: 10, large: { ofUsualDay: 0.05 } } as const;
  const at = (observed: number) =>
    evaluate(condition, { usual_day: 5_000, ...more, 'sev.outage.authors_24h': observed } as Record<
      string,
      number
    >);
  expect(at(least - 1).holds).toBe(false);
  expect(at(least).reasons).toMatchObject([{ threshold: least }]);
});
