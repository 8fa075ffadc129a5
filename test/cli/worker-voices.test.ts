import { expect, test, vi } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Bus } from '../../server/core/job/live.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { listenToWorkers } from '../../server/worker/worker-voices.ts';

const speak = (bus: Bus) =>
  bus.publish({
    kind: 'alive',
    at: Date.now(),
    role: 'worker',
    worker: { id: 'one', host: 'a', pid: 1, since: 0, jobs: ['detect', 'deliver'] },
    isFull: false,
  });

test('nobody is missed before they were listened to for two minutes; who is silent for as long is', () => {
  const bus = createThreadBus();
  let passed = 0;
  const done = listenToWorkers(bus, () => passed);
  speak(bus);
  expect(done()).toBeNull();
  passed = 2 * MINUTE;
  speak(bus);
  passed += 119_000;
  expect(done()).toEqual(['detect', 'deliver']);
  passed += 1_000;
  expect(done()).toEqual([]);
});

test('a clock that goes ahead an hour, as after a sleep of the machine, makes nobody silent', () => {
  const bus = createThreadBus();
  const start = performance.now();
  const passed = vi.spyOn(performance, 'now').mockReturnValue(start);
  const done = listenToWorkers(bus);
  passed.mockReturnValue(start + 3 * MINUTE);
  speak(bus);
  vi.setSystemTime(Date.now() + HOUR);
  expect(done()).toEqual(['detect', 'deliver']);
  vi.useRealTimers();
  passed.mockRestore();
});
