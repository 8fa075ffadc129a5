import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestFault } from '../../web/fault.ts';
import { surely } from '../../web/surely.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What each try comes to. */
function tries(...outcomes: readonly (Error | string)[]) {
  let count = 0;
  const asked = surely(async () => {
    const outcome = outcomes[count++];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  return { asked, count: () => count };
}
const BROKE = new TypeError('Failed to fetch');

test('what the line lost is asked for once more, after a moment', async () => {
  const { asked, count } = tries(BROKE, 'done');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(count()).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  expect([await asked, count()]).toEqual(['done', 2]);
});

test('not a third time', async () => {
  const { asked, count } = tries(BROKE, BROKE, 'done');
  const lost = expect(asked).rejects.toBe(BROKE);
  await vi.advanceTimersByTimeAsync(60_000);
  await lost;
  expect(count()).toBe(2);
});

test.each([
  new RequestFault('rose_since', 'it rose', 409),
  new RequestFault('internal', 'broken', 500),
  new DOMException('too late', 'TimeoutError'),
])('what was refused, or waited for long enough, is not asked for again: %s', async (fault) => {
  const { asked, count } = tries(fault, 'done');
  const refused = expect(asked).rejects.toBe(fault);
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
  expect(count()).toBe(1);
});
