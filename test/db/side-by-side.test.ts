import { expect, test } from 'vitest';
import { nextTurn } from '../../server/core/turn.ts';
import { sideBySide } from '../../server/db/engine/side-by-side.ts';
import { engine, makeDatabase } from '../support/database.ts';

test('reads that do not hang on each other answer in their order, one at a time where there is one connection', async () => {
  const db = await makeDatabase();
  let running = 0;
  let most = 0;
  const slow = (answer: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = answer; turn < 6; turn++) await nextTurn();
    running -= 1;
    return answer;
  };
  expect(await sideBySide(db, slow(1), slow(2), slow(3), slow(4), slow(5))).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(engine() === 'sqlite' ? 1 : 3);
  expect(await sideBySide(db)).toEqual([]);
});

test('a read that fails is told, with what it threw', async () => {
  const db = await makeDatabase();
  const fault = new Error('no such column');
  const answer = sideBySide(
    db,
    async () => 1,
    () => Promise.reject(fault),
    async () => 3,
  );
  await expect(answer).rejects.toBe(fault);
});
