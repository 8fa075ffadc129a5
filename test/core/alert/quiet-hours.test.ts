import { expect, test } from 'vitest';
import { isQuiet, type QuietHours, quietFault } from '../../../server/core/alert/quiet-hours.ts';

const night: QuietHours = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Asia/Shanghai' };
/** A time on China's clocks. */
const china = (text: string) => Date.parse(`${text}:00+08:00`);

test.each([
  ['2026-11-24T21:59', false],
  ['2026-11-24T22:00', true],
  ['2026-11-25T00:00', true],
  ['2026-11-25T07:29', true],
  ['2026-11-25T07:30', false],
])('a night from 22:00 to 07:30: %s is quiet: %s', (at, expected) => {
  expect(isQuiet(night, china(at))).toBe(expected);
});

test('hours within one day, and none at all', () => {
  const noon = { ...night, from: '12:00', to: '14:00' };
  expect(['11:59', '12:00', '13:59', '14:00'].map((at) => isQuiet(noon, china(`2026-11-24T${at}`)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isQuiet(null, china('2026-11-25T03:00'))).toBe(false);
});

test.each([
  ['2026-11-21T12:00', true, 'a Saturday'],
  ['2026-11-23T12:00', false, 'a Monday'],
  ['2026-10-01T12:00', true, 'National Day, a Thursday'],
  ['2026-10-10T12:00', false, 'a Saturday that is worked instead'],
  ['2026-10-10T23:00', true, 'the night of that Saturday'],
])('with days off quiet, %s is quiet: %s (%s)', (at, expected) => {
  expect(isQuiet({ ...night, workdaysOnly: true }, china(at))).toBe(expected);
});

test('days off alone: the hours are empty', () => {
  const daysOff = { ...night, from: '00:00', to: '00:00', workdaysOnly: true };
  expect(isQuiet(daysOff, china('2026-11-23T03:00'))).toBe(false);
  expect(isQuiet(daysOff, china('2026-11-22T15:00'))).toBe(true);
});

test('the clock is that of the zone, also across a change of clocks', () => {
  const london = { ...night, zone: 'Europe/London' };
  // 22:30 in summer, then the same instant of the day in winter, an hour earlier by the clock.
  expect(isQuiet(london, Date.UTC(2026, 6, 6, 21, 30))).toBe(true);
  expect(isQuiet(london, Date.UTC(2026, 11, 7, 21, 30))).toBe(false);
});

test.each([
  [{ from: '24:00' }, 'times'],
  [{ to: '7:30' }, 'times'],
  [{ zone: 'Asia/Nowhere' }, 'zone'],
  [{ from: '07:30' }, 'same time'],
])('%o is refused', (wrong, words) => {
  expect(quietFault({ ...night, ...wrong })).toContain(words);
  expect(quietFault(night)).toBeNull();
});
