import { expect, onTestFinished, test } from 'vitest';
import { HOUR, SECOND } from '../../server/core/time.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { openSharedClock } from '../../server/db/engine/shared-clock.ts';
import { makeDatabase } from '../support/database.ts';

/** A machine whose clock is off, and how much of that was told. */
async function machine(offBy: number) {
  const db = await makeDatabase();
  const wall = { offBy };
  const told: number[] = [];
  const clock = await openSharedClock(db, {
    onAhead: (ms) => told.push(ms),
    onFault(fault) {
      throw fault;
    },
    ownClock: () => Date.now() + wall.offBy,
  });
  onTestFinished(clock.stop);
  /** Milliseconds that what it goes by is ahead of the time. */
  const off = () => clock.now() - Date.now();
  return { shared: engineOf(db) === 'postgres', wall, told, off };
}

test.each([4 * HOUR, -2 * HOUR])(
  'a machine that is %i ms off goes by the clock of the database server',
  async (offBy) => {
    const { shared, told, off } = await machine(offBy);
    if (!shared) {
      // There is one machine, whose clock is the only one.
      expect([off(), told]).toEqual([offBy, []]);
      return;
    }
    expect(Math.abs(off())).toBeLessThan(2 * SECOND);
    expect(told).toEqual([expect.closeTo(offBy, -4)]);
  },
);

test('one that keeps its time goes by its own, and nothing is told', async () => {
  const { told, off } = await machine(700);
  expect([off(), told]).toEqual([700, []]);
});

test('once it is set right it is believed at once', async () => {
  const { shared, wall, told, off } = await machine(4 * HOUR);
  wall.offBy = 0;
  expect(Math.abs(off())).toBeLessThan(2 * SECOND);
  if (shared) await expect.poll(() => told.at(-1)).toBe(0);
  expect(Math.abs(off())).toBeLessThan(2 * SECOND);
});
