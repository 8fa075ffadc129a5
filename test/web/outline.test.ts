import { expect, test } from 'vitest';
import { endOf, moveDown, moveUp, topOf, withBelow, without } from '../../web/pages/routes/outline.ts';

/** `a a1 a2 b b1 c`: the digit says who belongs to whom. */
const lines = ['a', 'a1', 'a2', 'b', 'b1', 'c'].map((name) => ({ name, depth: name.length - 1 }));
const names = (some: readonly { readonly name: string }[] | null) =>
  some?.map(({ name }) => name).join(' ') ?? null;

test('a line moves among its siblings with all that belongs to it', () => {
  expect(names(moveUp(lines, 3))).toBe('b b1 a a1 a2 c');
  expect(names(moveDown(lines, 3))).toBe('a a1 a2 c b b1');
  expect(names(moveUp(lines, 2))).toBe('a a2 a1 b b1 c');
  expect(names(moveDown(lines, 0))).toBe('b b1 a a1 a2 c');
});

test('at the end of its siblings it moves no further', () => {
  expect([moveUp(lines, 0), moveUp(lines, 1), moveDown(lines, 2), moveDown(lines, 5)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('it goes with what belongs to it, and a new one comes last', () => {
  expect(names(without(lines, 0))).toBe('b b1 c');
  expect(names(withBelow(lines, 0, { name: 'n', depth: 1 }))).toBe('a a1 a2 n b b1 c');
  expect(names(withBelow(lines, null, { name: 'n', depth: 0 }))).toBe('a a1 a2 b b1 c n');
  expect(endOf(lines, 0)).toBe(3);
  expect(topOf(lines, 0, lines.length)).toEqual([0, 3, 5]);
});
