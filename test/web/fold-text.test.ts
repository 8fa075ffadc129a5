import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText, marksIn } from '../../web/fold-text.ts';

const LINE = '今天小区又停暖了，打电话没有人接，我们已经冻了三天。';
const LONG = LINE.repeat(200);

describe('a text', () => {
  test('that is read at a glance is not folded', () => {
    expect(foldText(LINE.repeat(5), [])).toBeNull();
    expect(foldText('短\n'.repeat(10), [])).toBeNull();
  });

  test('that is long, by characters or by lines, begins with whole sentences', () => {
    const [head, ...others] = foldText(LONG, []) ?? [];
    expect(others).toEqual([]);
    expect(LONG.slice(head?.start, head?.end)).toBe(LINE.repeat(11));
    const lines = foldText('一行\n'.repeat(40), [])?.[0];
    expect(lines?.end).toBeLessThan(30);
  });

  test('shows, far behind its beginning, the words that weighed most, in their order', () => {
    const mark = (start: number, weight: number) => ({ start, end: start + 2, weight });
    const marks = [mark(4_000, -2), mark(1_000, -1), mark(2_000, 0.1), mark(3_000, 1.5), mark(10, -3)];
    const shown = foldText(LONG, marks) ?? [];
    expect(shown.slice(1).map(({ start, end }) => [start, end])).toEqual([
      [964, 1_038],
      [2_964, 3_038],
      [3_964, 4_038],
    ]);
    expect(marksIn(shown[1] ?? { start: 0, end: 0 }, marks)).toEqual([{ start: 36, end: 38, weight: -1 }]);
  });

  test('is never shown twice, out of order or with half a character, whatever was marked', () => {
    const marked = fc.array(
      fc.record({
        start: fc.nat(5_000),
        length: fc.integer({ min: 1, max: 60 }),
        weight: fc.double({ min: -3, max: 3, noNaN: true }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(marked, fc.constantFrom(LONG, '😀停暖'.repeat(1_500)), (found, text) => {
        const marks = found.map(({ start, length, weight }) => ({ start, end: start + length, weight }));
        const shown = foldText(text, marks) ?? [];
        for (const [at, { start, end }] of shown.entries()) {
          expect(start).toBeGreaterThanOrEqual(shown[at - 1]?.end ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).isWellFormed()).toBe(true);
        }
        expect(shown.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThan(800);
      }),
    );
  });
});
