import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { DAY } from '../../server/core/time.ts';
import { createLog } from '../../server/log.ts';
import { createWorkerKeeper } from '../../server/worker/worker-keeper.ts';
import { isControl, type WorkerStart } from '../../server/worker/worker-messages.ts';

const start: WorkerStart = {
  config: parseConfig({ TINGCHAO_DATA: '/nowhere/at/all', TINGCHAO_LOG: 'silent' }),
  hashKey: '00',
  baseUrl: 'http://localhost',
  jobs: [],
  overrides: {},
};

function keep() {
  const clock = { now: 0 };
  const keeper = createWorkerKeeper(
    createLog('silent', 'web'),
    new URL('./dying-worker.ts', import.meta.url),
    10,
    () => clock.now,
  );
  let starts = 0;
  const waiting: (() => void)[] = [];
  keeper.port.on('message', (message) => {
    if (!isControl(message)) return;
    starts += 1;
    for (const go of waiting.splice(0)) go();
  });
  onTestFinished(() => keeper.stop(1_000));
  const nextStart = () => new Promise<void>((resolve) => waiting.push(resolve));
  const dieAndReturn = async (times: number) => {
    for (let death = 0; death < times; death++) {
      const again = nextStart();
      keeper.port.postMessage({ die: true });
      await again;
    }
  };
  return { keeper, clock, nextStart, dieAndReturn, starts: () => starts };
}

describe('the worker thread', () => {
  test('that dies is started again, and the bus finds the new one', async () => {
    const { keeper, nextStart, starts } = keep();
    await keeper.start(start);
    for (let deaths = 1; deaths <= 3; deaths++) {
      const again = nextStart();
      keeper.port.postMessage({ die: true });
      await again;
      expect(starts()).toBe(1 + deaths);
    }
  });

  test('that dies a fourth time is given up: each life costs memory that never comes back', async () => {
    const { keeper, dieAndReturn, starts } = keep();
    await keeper.start(start);
    await dieAndReturn(3);
    keeper.port.postMessage({ die: true });
    expect((await keeper.failed).message).toContain('told to die');
    expect(starts()).toBe(4);
  });

  test('that worked for a day since may die as often as before', async () => {
    const { keeper, clock, dieAndReturn, starts } = keep();
    await keeper.start(start);
    await dieAndReturn(3);
    clock.now += DAY;
    await dieAndReturn(1);
    clock.now += DAY - 1;
    await dieAndReturn(2);
    expect(starts()).toBe(7);
    clock.now += DAY - 1;
    keeper.port.postMessage({ die: true });
    expect((await keeper.failed).message).toContain('told to die');
  });

  test('that is stopped stays stopped', async () => {
    const { keeper, starts } = keep();
    await keeper.start(start);
    await keeper.stop(1_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(starts()).toBe(1);
  });

  test('that cannot even start says why', async () => {
    const keeper = createWorkerKeeper(createLog('silent', 'web'));
    onTestFinished(() => keeper.stop(1_000));
    await expect(keeper.start(start)).rejects.toThrow('/nowhere/at/all');
  });
});
