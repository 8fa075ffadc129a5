import { expect, test } from 'vitest';
import { offsetAfter } from '../../web/clock-offset.ts';

const MINUTE = 60_000;
const AT = Date.parse('2026-12-01T02:40:00Z');
/** An answer that took so long, on a device whose clock is so far behind; the header has whole seconds. */
const heard = (behind: number, tookMs = 200, at = AT + 700) => ({
  sentAt: at - behind,
  heardAt: at - behind + tookMs,
  serverAt: Math.floor((at + tookMs / 2) / 1_000) * 1_000,
});

test('a clock that is right, but for less than can be told, is left alone', () => {
  for (const behind of [0, 400, -400]) expect(offsetAfter(0, heard(behind))).toBe(0);
});

test.each([45 * MINUTE, -50 * MINUTE, 3 * 86_400_000, 90_000])(
  'a clock that is %i ms behind is known to be',
  (behind) => {
    expect(Math.abs(offsetAfter(0, heard(behind)) - behind)).toBeLessThan(1_000);
  },
);

test('what is known does not waver with every answer, and a slow one says too little', () => {
  const known = offsetAfter(0, heard(45 * MINUTE));
  for (let ms = 0; ms < 1_000; ms += 100)
    expect(offsetAfter(known, heard(45 * MINUTE, 150, AT + ms))).toBe(known);
  expect(offsetAfter(0, heard(8_000, 30_000))).toBe(0);
});

test('a clock that was put right since is right', () => {
  expect(offsetAfter(45 * MINUTE, heard(0))).toBe(0);
});
