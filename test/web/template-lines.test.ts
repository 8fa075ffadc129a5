import { describe, expect, test } from 'vitest';
import {
  type Editing,
  inserted,
  insertedBefore,
  insertedBelow,
  moved,
  offsetOf,
  toggled,
} from '../../web/pages/templates/lines.ts';

/** A text in which `|` marks the caret, or both ends of what is selected. */
function at(marked: string): Editing {
  const [before = '', ...rest] = marked.split('|');
  const text = marked.replaceAll('|', '');
  const start = before.length;
  return { text, start, end: rest.length === 2 ? start + (rest[0] ?? '').length : start };
}
const shown = ({ text, start, end }: Editing): string =>
  start === end
    ? `${text.slice(0, start)}|${text.slice(start)}`
    : `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;

describe('the line of the caret', () => {
  test('moves up and down with the caret, and not over the edge', () => {
    expect(shown(moved(at('一\n二二|\n三'), -1))).toBe('二二|\n一\n三');
    expect(shown(moved(at('一|\n二二\n三'), 1))).toBe('二二\n一|\n三');
    expect(shown(moved(at('一\n\n|三'), -1))).toBe('一\n|三\n');
    expect(shown(moved(at('一|\n二'), -1))).toBe('一|\n二');
    expect(shown(moved(at('一\n|二'), 1))).toBe('一\n|二');
    expect(shown(moved(at('一\n|二\n三|'), -1))).toBe('|二|\n一\n三');
  });

  test('is switched off and on again, the caret where it was', () => {
    expect(shown(toggled(at('一\n{{帖|子}}')))).toBe('一\n// {{帖|子}}');
    expect(shown(toggled(at('一\n// {{帖|子}}')))).toBe('一\n{{帖|子}}');
    expect(shown(toggled(at('|//一')))).toBe('|一');
  });
});

test('words go where the caret is, on a line of their own, or before the line', () => {
  expect(shown(inserted(at('电话|号码|。'), '{{编号}}'))).toBe('电话{{编号}}|。');
  expect(shown(insertedBelow(at('一|句\n二'), '{{帖子}}'))).toBe('一句\n{{帖子}}|\n二');
  expect(shown(insertedBelow(at('一\n|\n二'), '{{帖子}}'))).toBe('一\n{{帖子}}|\n二');
  expect(shown(insertedBefore(at('一\n二|二'), '{{仅：红}}'))).toBe('一\n{{仅：红}}二|二');
});

test('a place is told by line and column', () => {
  expect(offsetOf('一\n二三\n四', 2, 2)).toBe(3);
  expect(offsetOf('一', 9, 9)).toBe(1);
});
