import { describe, expect, test } from 'vitest';
import { foldCopies } from '../../web/fold-copies.ts';

const row = (postId: number, copyOf: number | null = null, watchId = 1) => ({ postId, copyOf, watchId });
const told = (rows: readonly ReturnType<typeof row>[]) =>
  foldCopies(rows).map(({ row: { postId, watchId }, others }) => [postId, watchId, others]);

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
});
