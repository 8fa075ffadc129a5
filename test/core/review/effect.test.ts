import { describe, expect, test } from 'vitest';
import { type EffectHour, effectHours, effectOf } from '../../../server/core/review/effect.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';

const OPENED = Date.parse('2026-11-10T09:20:00+08:00');
const ANSWERED = OPENED + 100 * MINUTE;
/** The answer came at 11:00. */
const TURN = Date.parse('2026-11-10T11:00:00+08:00');
const times = { openedAt: OPENED, answeredAt: ANSWERED, closedAt: null, now: TURN + 4 * DAY };
const hoursOf = (from: number, count: number, total: number, negative: number): readonly EffectHour[] =>
  Array.from({ length: count }, (_, i) => ({ hour: from + i * HOUR, total, negative }));
/** Six hours of 10 posts, 6 of them negative. */
const storm = hoursOf(TURN - 6 * HOUR, 6, 10, 6);

describe('the effect of an answer', () => {
  test('60 % of 60 before and 10 % of 240 after is a fall, with Newcombe’s interval', () => {
    const calm = hoursOf(TURN, 20, 12, 0).map((hour, i) => (i < 12 ? { ...hour, negative: 2 } : hour));
    const { before, peak, after } = effectOf({ ...times, hours: [...storm, ...calm] });
    expect(before).toMatchObject({ from: TURN - 6 * HOUR, to: TURN, posts: 60, negative: 36, perHour: 10 });
    expect(before.share.p).toBe(0.6);
    // Wilson: (0.6 + 1.92 / 60 ± 1.96 · √(0.24 / 60 + 3.84 / 14400)) / (1 + 3.84 / 60)
    expect(before.share.lo).toBeCloseTo(0.4738, 3);
    expect(before.share.hi).toBeCloseTo(0.7142, 3);
    expect(peak).toMatchObject({ from: TURN - 6 * HOUR, posts: 10, negative: 6 });
    const [day] = after;
    expect(day?.side).toMatchObject({ posts: 240, negative: 24 });
    expect(day?.side.share.lo).toBeCloseTo(0.0682, 3);
    expect(day?.side.share.hi).toBeCloseTo(0.1445, 3);
    // −0.5 − √(0.0318² + 0.1142²) and −0.5 + √(0.0445² + 0.1262²)
    expect(day?.difference?.lo).toBeCloseTo(-0.6185, 3);
    expect(day?.difference?.hi).toBeCloseTo(-0.3662, 3);
    expect(day?.verdict).toBe('fell');
  });

  test('a flood of other posts is no fall while as many as before are negative', () => {
    const flood = hoursOf(TURN, 24, 60, 7);
    expect(effectOf({ ...times, hours: [...storm, ...flood] }).after[0]?.verdict).toBe('unclear');
  });

  test('the same share is unclear, a greater one a rise, few posts say nothing', () => {
    const verdict = (after: readonly EffectHour[]) =>
      effectOf({ ...times, hours: [...storm, ...after] }).after[0]?.verdict;
    expect(verdict(hoursOf(TURN, 24, 10, 6))).toBe('unclear');
    expect(verdict(hoursOf(TURN, 24, 10, 9))).toBe('rose');
    expect(verdict(hoursOf(TURN, 19, 1, 0))).toBe('few');
    expect(verdict([])).toBe('few');
  });

  test('nothing is said of hours that have not passed, nor while nobody answered', () => {
    const hours = [...storm, ...hoursOf(TURN, 24, 10, 0)];
    const now = TURN + DAY;
    expect(effectOf({ ...times, now, hours }).after.map(({ verdict }) => verdict)).toEqual(['fell', 'early']);
    expect(effectOf({ ...times, now: now - 1, hours }).after[0]?.verdict).toBe('early');
    expect(effectOf({ ...times, answeredAt: null, hours }).after).toEqual([]);
  });

  test('usual are the same hours of the day in the four weeks before', () => {
    // 05:00–11:00 on each of 28 days: 2 posts an hour, one of four negative; the other hours do not count.
    const past = Array.from({ length: 28 }, (_, day) => {
      const from = TURN - 6 * HOUR - (day + 2) * DAY;
      return [
        ...hoursOf(from, 3, 2, 1),
        ...hoursOf(from + 3 * HOUR, 3, 2, 0),
        ...hoursOf(from + 6 * HOUR, 9, 50, 50),
      ];
    }).flat();
    const { usual } = effectOf({ ...times, hours: [...past, ...storm] });
    expect(usual).toMatchObject({ posts: 336, negative: 84, perHour: 2 });
    expect(usual.share.p).toBe(0.25);
    expect(effectHours(times).from).toBe(TURN - 6 * HOUR - 29 * DAY);
  });
});
