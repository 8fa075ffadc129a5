import { expect, test, vi } from 'vitest';
import { HOUR } from '../../server/core/time.ts';
import { createWaking } from '../../server/worker/wall-clock.ts';

test('a process is awake since it began, or since the clock went on without it', () => {
  const start = Date.now();
  const passed = performance.now();
  const ticks = vi.spyOn(performance, 'now').mockReturnValue(passed);
  vi.setSystemTime(start);
  const awakeSince = createWaking(Date.now);
  ticks.mockReturnValue(passed + HOUR);
  vi.setSystemTime(start + HOUR);
  expect(awakeSince()).toBe(start);
  vi.setSystemTime(start + 9 * HOUR);
  expect(awakeSince()).toBe(start + 9 * HOUR);
  expect(awakeSince()).toBe(start + 9 * HOUR);
  // It was wrong, and is put right.
  vi.setSystemTime(start + HOUR);
  expect(awakeSince()).toBe(start + HOUR);
  vi.useRealTimers();
  ticks.mockRestore();
});
