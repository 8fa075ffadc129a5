import { expect, test } from 'vitest';
import { createBreather, nextTurn } from '../../server/core/turn.ts';

const round = () => new Promise((resolve) => setImmediate(resolve));

test('of those who wait one has its turn in each round of the loop', async () => {
  const order: string[] = [];
  const waiting = ['a', 'b', 'c'].map(async (name) => {
    await nextTurn();
    order.push(name);
  });
  for (let rounds = 0; rounds < 4; rounds++) {
    await round();
    order.push('.');
  }
  await Promise.all(waiting);
  expect(order.join('')).toBe('a.b.c..');
});

test('whoever has computed for long rests, and whoever has not goes on at once', async () => {
  const breathe = createBreather();
  expect(breathe()).toBeUndefined();
  const until = performance.now() + 12;
  while (performance.now() < until);
  await expect(breathe()).resolves.toBeUndefined();
  expect(breathe()).toBeUndefined();
});
