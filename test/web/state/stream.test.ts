import { afterEach, describe, expect, test } from 'vitest';
import { room, state } from '../../support/runes.ts';

interface Row {
  readonly postId: number;
  readonly watchId: number;
}
interface Stream {
  readonly shown: readonly Row[];
  readonly waiting: number;
  scrolled(top: number): void;
  show(): void;
  isFresh(row: Row): boolean;
}
type Create = (rows: () => readonly Row[], of: () => string) => Stream;
const { createStream } = await state<{ createStream: Create }>('stream');

const rowsOf = (watchId: number, ...ids: number[]): readonly Row[] =>
  ids.map((postId) => ({ postId, watchId }));

let leave = (): void => undefined;
afterEach(() => leave());

function open(rows: readonly Row[]) {
  const list = room.held({ of: '1', rows });
  const begun = room.begin(() =>
    createStream(
      () => list.now.rows,
      () => list.now.of,
    ),
  );
  leave = begun.leave;
  const put = (of: string, next: readonly Row[]): void => {
    list.now = { of, rows: next };
    room.settle();
  };
  return { stream: begun.made, put };
}

describe('a live list', () => {
  test('lets new rows in at its top, and marks them', () => {
    const { stream, put } = open(rowsOf(1, 2, 1));
    put('1', rowsOf(1, 3, 2, 1));
    expect(stream.shown).toEqual(rowsOf(1, 3, 2, 1));
    expect(rowsOf(1, 3, 2).map(stream.isFresh)).toEqual([true, false]);
  });

  test('holds them back while it is read further down, until it is asked to show them', () => {
    const { stream, put } = open(rowsOf(1, 2, 1));
    stream.scrolled(200);
    put('1', rowsOf(1, 4, 3, 2));
    expect(stream.shown).toEqual(rowsOf(1, 2, 1));
    expect(stream.waiting).toBe(2);
    stream.show();
    expect(stream.shown).toEqual(rowsOf(1, 4, 3, 2));
    stream.scrolled(200);
    put('1', rowsOf(1, 5, 4, 3));
    stream.scrolled(0);
    expect(stream.shown).toEqual(rowsOf(1, 5, 4, 3));
  });

  test('holds nothing of another watch, and calls none of its rows new', () => {
    const { stream, put } = open(rowsOf(1, 2, 1));
    stream.scrolled(200);
    put('2', rowsOf(2, 9, 8));
    expect(stream.shown).toEqual(rowsOf(2, 9, 8));
    expect(stream.waiting).toBe(0);
    expect(rowsOf(2, 9, 8).some(stream.isFresh)).toBe(false);
    put('2', rowsOf(2, 10, 9));
    expect(rowsOf(2, 10, 9).map(stream.isFresh)).toEqual([true, false]);
  });
});
