import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AuthorSketch,
  addWriters,
  countAuthors,
  decodeSketch,
  encodeSketch,
  mergeSketches,
  NO_AUTHORS,
  SKETCH_ERROR,
} from '../../../server/core/series/author-sketch.ts';

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => `h:${String(from + n).padStart(22, '0')}`);
const sketchOf = (writers: readonly string[]) => addWriters(NO_AUTHORS, writers);
/** As it comes back from where it is kept. */
const kept = (sketch: AuthorSketch) => decodeSketch(encodeSketch(sketch));
const authorsOf = (sketch: AuthorSketch) => countAuthors(sketch).authors;

describe('distinct authors', () => {
  test('are counted exactly up to 512 in what is kept, and estimated beyond', () => {
    expect(countAuthors(kept(sketchOf(people(0, 512))))).toEqual({ authors: 512, exact: true });
    const more = countAuthors(kept(sketchOf(people(0, 513))));
    expect(more.exact).toBe(false);
    expect(Math.abs(more.authors / 513 - 1)).toBeLessThan(4 * SKETCH_ERROR);
  });

  test('nobody counts twice, and who is in it already changes nothing', () => {
    const few = sketchOf([...people(0, 9), ...people(5, 9)]);
    expect(authorsOf(few)).toBe(14);
    expect(addWriters(few, people(3, 5))).toBe(few);
    const many = kept(sketchOf(people(0, 5_000)));
    expect(addWriters(many, people(100, 500))).toBe(many);
  });

  test('hours that were counted exactly join exactly, however many there are', () => {
    const hours = [0, 400, 800, 1_000].map((from) => kept(sketchOf(people(from, 500))));
    expect(countAuthors(mergeSketches(hours))).toEqual({ authors: 1_500, exact: true });
    expect(countAuthors(mergeSketches([]))).toEqual({ authors: 0, exact: true });
  });

  test('what is kept takes 3 kB at most', () => {
    expect(encodeSketch(sketchOf(people(0, 3)))).toHaveLength(1 + 3 * 6);
    for (const count of [512, 513, 20_000])
      expect(encodeSketch(sketchOf(people(0, count)))).toHaveLength(3_073);
  });

  test('the estimate errs by its standard error, small and large, without leaning to a side', () => {
    for (const count of [600, 3_000, 12_000]) {
      const errors = Array.from(
        { length: 12 },
        (_, round) => authorsOf(kept(sketchOf(people(round * 1_000_000, count)))) / count - 1,
      );
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
      expect(Math.abs(mean), `${count}`).toBeLessThan(3 * (SKETCH_ERROR / Math.sqrt(errors.length)));
      expect(spread, `${count}`).toBeLessThan(1.5 * SKETCH_ERROR);
    }
  });

  test('what is kept depends on who wrote alone, not on the order or the batches', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 400 }), { maxLength: 5 }),
        (batches) => {
          const all = batches.map((batch) => batch.map((n) => people(n, 1)[0] as string));
          const once = encodeSketch(sketchOf(all.flat()));
          const bit = all.toReversed().reduce((sketch, batch) => kept(addWriters(sketch, batch)), NO_AUTHORS);
          expect(encodeSketch(bit)).toEqual(once);
          expect(encodeSketch(mergeSketches(all.map((batch) => kept(sketchOf(batch)))))).toEqual(once);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('bytes that are no sketch are refused', () => {
    for (const bytes of [[], [3], [1, 2], [2, 0]]) {
      expect(() => decodeSketch(new Uint8Array(bytes))).toThrow(/no sketch/);
    }
  });
});
