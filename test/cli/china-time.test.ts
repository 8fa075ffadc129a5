import { expect, test } from 'vitest';
import { readChinaTime } from '../../server/cli/shell/china-time.ts';

test('a time without a zone is China’s, a date alone the start of its day there', () => {
  const eight = Date.UTC(2026, 2, 1);
  for (const text of [
    '2026-03-01 08:00:00',
    '2026-03-01T08:00',
    '2026-03-01T08:00:00.000',
    '2026-03-01T00:00:00Z',
    '2026-02-28 19:00:00-05:00',
    '2026-03-01T09:00+0900',
  ]) {
    expect(readChinaTime(text)).toBe(eight);
  }
  expect(readChinaTime('2026-03-01')).toBe(Date.UTC(2026, 1, 28, 16));
  expect(readChinaTime('2024-02-29')).toBe(Date.UTC(2024, 1, 28, 16));
});

test('anything else is no time', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-03',
    '2026-13-01',
    '2026-02-30',
    '2026-04-31 08:00:00',
    '2026-03-01T25:00',
    '1772323200000',
    '3/1/2026',
  ]) {
    expect(readChinaTime(text)).toBeNaN();
  }
});
