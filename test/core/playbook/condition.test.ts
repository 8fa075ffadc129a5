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
