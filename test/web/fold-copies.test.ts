import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldCopies } from '../../web/fold-copies.ts';

const row = (postId: number, copyOf: number | null = null, watchId = 1) => ({ postId, copyOf, watchId });
const told = (rows: readonly ReturnType<typeof row>[]) =>
  foldCopies(rows).map(({ row: { postId, watchId }, others }) => [postId, watchId, others.length]);

describe('a list of posts', () => {
  test('shows one text once, at the place of its first row, and how many others say it', () => {
    expect(told([row(9, 2), row(8), row(7, 2), row(2), row(1)])).toEqual([
      [9, 1, 2],
      [8, 1, 0],
      [1, 1, 0],
    ]);
  });

  test('keeps what other watches see apart, and leaves a list without copies as it is', () => {
    expect(told([row(9, 2), row(9, 2, 5), row(2, null, 5)])).toEqual([
      [9, 1, 0],
      [9, 5, 1],
    ]);
    expect(told([row(3), row(2), row(1)])).toEqual([
      [3, 1, 0],
      [2, 1, 0],
      [1, 1, 0],
    ]);
    expect(told([])).toEqual([]);
  });

  test('loses no row and tells none twice, however its pages fall', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 10, max: 60 }), fc.option(fc.nat(5)), fc.integer({ min: 1, max: 3 })),
    );
    fc.assert(
      fc.property(rows, (made) => {
        const list = [
          ...new Map(made.map(([id, of, watch]) => [`${id}-${watch}`, row(id, of, watch)])).values(),
        ];
        const shown = foldCopies(list).flatMap((each) => [each.row, ...each.others]);
        expect(new Set(shown)).toEqual(new Set(list));
        expect(shown).toHaveLength(list.length);
        // What a later page brings moves nothing that is read already.
        const first = foldCopies(list.slice(0, 5)).map((each) => each.row);
        expect(
          foldCopies(list)
            .slice(0, first.length)
            .map((each) => each.row),
        ).toEqual(first);
      }),
    );
  });
});
