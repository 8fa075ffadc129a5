import { describe, expect, test } from 'vitest';
import { createFaultThrottle } from '../../server/core/fault-throttle.ts';

function listen() {
  const heard: string[] = [];
  let now = 0;
  const throttle = createFaultThrottle(
    ({ err, times }) => heard.push(`${(err as Error).message} ${times}`),
    () => heard.push('over'),
    () => now,
  );
  const fail = (words: string, seconds = 1) => {
    now += seconds * 1_000;
    throttle.failed(new Error(words));
  };
  return { heard, fail, well: () => throttle.succeeded() };
}

describe('a fault that comes again and again', () => {
  test('is told of at once, then once a minute with how often it came', () => {
    const { heard, fail } = listen();
    for (let second = 0; second < 130; second++) fail('away');
    expect(heard).toEqual(['away 1', 'away 60', 'away 60']);
  });

  test('is told of at once where it becomes another one', () => {
    const { heard, fail } = listen();
    fail('away');
    fail('away');
    fail('full');
    expect(heard).toEqual(['away 1', 'full 1']);
  });

  test('is told of anew once it was over, which is told once', () => {
    const { heard, fail, well } = listen();
    well();
    fail('away');
    well();
    well();
    fail('away');
    expect(heard).toEqual(['away 1', 'over', 'away 1']);
  });
});
