import { expect, test } from 'vitest';
import { silenceLengths } from '../../web/silence-lengths.ts';
import { fieldOf, instantOf } from '../../web/words/china-field.ts';

/** Ends by name, on China's clocks. */
const ends = (from: string) =>
  Object.fromEntries(silenceLengths(instantOf(from)).map(({ length, until }) => [length, fieldOf(until)]));

test('a Wednesday afternoon', () => {
  expect(ends('2026-11-25T15:20')).toEqual({
    hour: '2026-11-25T16:20',
    hours: '2026-11-25T19:20',
    tomorrow: '2026-11-26T08:00',
    monday: '2026-11-30T08:00',
  });
});

test('before eight the next morning is this one, also on a Monday', () => {
  expect(ends('2026-11-25T03:00')).toMatchObject({ morning: '2026-11-25T08:00', monday: '2026-11-30T08:00' });
  expect(ends('2026-11-30T03:00')).toMatchObject({ morning: '2026-11-30T08:00', monday: '2026-12-07T08:00' });
  expect(ends('2026-11-30T08:00')).toMatchObject({
    tomorrow: '2026-12-01T08:00',
    monday: '2026-12-07T08:00',
  });
});

test('on a Sunday tomorrow is Monday, and said once', () => {
  expect(ends('2026-11-29T12:00')).toMatchObject({ tomorrow: '2026-11-30T08:00' });
  expect(ends('2026-11-29T12:00')).not.toHaveProperty('monday');
});
