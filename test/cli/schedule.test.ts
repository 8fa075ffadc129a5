import { describe, expect, type TestContext, test } from 'vitest';
import { createSchedule, type RingClaim } from '../../server/worker/schedule.ts';
import { until } from '../support/patience.ts';

function make({ onTestFinished }: TestContext, claim: RingClaim = async () => true) {
  const faults: object[] = [];
  const log = {
    warn: (fields: object) => faults.push(fields),
    error: (fields: object) => faults.push(fields),
  };
  const schedule = createSchedule({ log, claim });
  onTestFinished(() => schedule.stop());
  return { schedule, faults };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// They wait for rings more than they work.
describe.concurrent('the clock', () => {
  test('rings every second, never over itself, and says nothing about what it skipped', async (context) => {
    const { schedule, faults } = make(context);
    let together = 0;
    let most = 0;
    let rings = 0;
    schedule.every(1, 'slow', async () => {
      rings += 1;
      together += 1;
      most = Math.max(most, together);
      await pause(1_500);
      together -= 1;
    });
    await until(() => expect(rings).toBeGreaterThanOrEqual(2));
    await schedule.stop();
    expect(most).toBe(1);
    expect(faults).toEqual([]);
  });

  test('a ring that fails rings again, and is logged once a minute', async (context) => {
    const { schedule, faults } = make(context);
    let rings = 0;
    schedule.every(1, 'broken', async () => {
      rings += 1;
      throw new Error('x');
    });
    await until(() => expect(rings).toBeGreaterThanOrEqual(2));
    await schedule.stop();
    expect(faults).toMatchObject([{ name: 'broken', times: 1 }]);
  });

  test('stopping waits for what rings', async (context) => {
    const { schedule } = make(context);
    const begun = Promise.withResolvers<void>();
    let ended = false;
    schedule.every(1, 'work', async () => {
      begun.resolve();
      await pause(400);
      ended = true;
    });
    await begun.promise;
    await schedule.stop();
    expect(ended).toBe(true);
  });

  test.for([7, 0.5, 45, 5_400])(
    'an interval that no cron pattern holds is refused: %d s',
    (seconds, context) => {
      const { schedule } = make(context);
      expect(() => schedule.every(seconds, 'x', async () => {})).toThrow(/cannot ring/);
    },
  );

  test('runs no ring that is for another to run, and asks anew at the next', async (context) => {
    const asked: [string, number][] = [];
    const { schedule, faults } = make(context, async (name, seconds) => asked.push([name, seconds]) > 1);
    const { promise, resolve } = Promise.withResolvers<number>();
    schedule.every(1, 'shared', async () => resolve(asked.length));
    expect(await promise).toBe(2);
    expect(asked[0]).toEqual(['shared', 1]);
    expect(faults).toEqual([]);
  });
});
