import { describe, expect, test } from 'vitest';
import { calendarFacts, habitualHour, specialDay } from '../../../server/core/time/calendar.ts';
import { YEARS } from '../../../server/core/time/calendar-days.ts';
import { DAY, HOUR, hourOfWeek } from '../../../server/core/time.ts';

const china = (text: string): number => Date.parse(`${text}+08:00`);
const SUNDAY = 6 * 24;
const WEDNESDAY = 2 * 24;
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
});

describe('Chinese calendar', () => {
  test('a holiday is judged as a Sunday, a weekend day worked instead as a Wednesday', () => {
    const newYear = china('2026-02-17T14:00');
    expect(specialDay(newYear)).toMatchObject({ kind: 'holiday', name: 'spring-festival' });
    expect(habitualHour(newYear)).toBe(SUNDAY + 14);
    const saturday = china('2026-10-10T09:30');
    expect(hourOfWeek(saturday)).toBe(5 * 24 + 9);
    expect(specialDay(saturday)).toMatchObject({ kind: 'workday' });
    expect(habitualHour(saturday)).toBe(WEDNESDAY + 9);
  });

  test('an ordinary day is its own model', () => {
    const monday = china('2026-11-23T08:00');
    expect(specialDay(monday)).toBeNull();
    expect(habitualHour(monday)).toBe(hourOfWeek(monday));
  });

  test('the exam is on a workday that is unlike others', () => {
    expect(specialDay(china('2027-06-07T10:00'))).toMatchObject({ kind: 'exam', name: 'gaokao' });
    expect(habitualHour(china('2027-06-07T10:00'))).toBe(10);
  });

  test('days begin at midnight in China', () => {
    expect(specialDay(china('2026-09-30T23:59'))).toBeNull();
    expect(specialDay(china('2026-10-01T00:00'))).not.toBeNull();
    expect(specialDay(china('2026-10-07T23:59'))).not.toBeNull();
    expect(specialDay(china('2026-10-08T00:00'))).toBeNull();
  });

  test('a window tells the special day it touches, and where the year is not published', () => {
    const from = china('2026-09-30T20:00');
    expect(calendarFacts(from, from + 3 * HOUR)).toEqual({});
    expect(calendarFacts(from, from + 5 * HOUR)).toEqual({ day: 'national-day' });
    const later = china('2027-03-01T20:00');
    expect(calendarFacts(later, later + HOUR)).toEqual({ calendar: 'unpublished' });
  });

  test('only what is published or fixed by law is known', () => {
    // The new moon of February 2027 comes minutes before midnight: the year begins on the 6th.
    expect(specialDay(china('2027-02-06T12:00'))).toMatchObject({ name: 'spring-festival' });
    expect(specialDay(china('2031-10-01T12:00'))).toMatchObject({ name: 'national-day' });
    const days = Array.from({ length: 59 }, (_, day) => specialDay(china('2031-01-02T12:00') + day * DAY));
    expect(days.every((day) => day === null)).toBe(true);
  });

  test('worked days lie on weekends, and the lunar festivals in their days off', () => {
    const festivals = { '1/1': 'spring-festival', '5/5': 'dragon-boat', '8/15': 'mid-autumn' };
    for (const [year, { worked, arranged }] of Object.entries(YEARS)) {
      for (const date of worked)
        expect(hourOfWeek(china(`${year}-${date}T00:00`))).toBeGreaterThanOrEqual(120);
      if (!arranged) continue;
      for (let at = china(`${year}-01-01T12:00`); at < china(`${year}-12-31T13:00`); at += DAY) {
        const name = (festivals as Record<string, string>)[lunar.format(at)];
        // In 2025 the Mid-Autumn Festival fell into the week of the National Day.
        if (name) expect([name, 'national-day']).toContain(specialDay(at)?.name);
      }
    }
  });
});
