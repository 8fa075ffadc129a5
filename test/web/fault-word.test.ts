import { expect, test } from 'vitest';
import { en } from '../../web/words/en.ts';
import { type FieldFlag, faultWord } from '../../web/words/fault-word.ts';
import { zh } from '../../web/words/zh.ts';

const field = (type: string, ...flags: readonly FieldFlag[]) => ({
  type,
  min: '5',
  max: '60',
  validationMessage: 'Please fill out this field.',
  validity: Object.fromEntries(flags.map((flag) => [flag, true])),
});

test.each([
  ['text', 'valueMissing', '请填写'],
  ['checkbox', 'valueMissing', '请勾选'],
  ['select-one', 'valueMissing', '请选择'],
  ['number', 'badInput', '要填数字'],
  ['number', 'rangeUnderflow', '不能小于 5'],
  ['number', 'rangeOverflow', '不能大于 60'],
  ['date', 'rangeOverflow', '超出了可填的范围'],
  ['text', 'tooLong', '太长'],
  ['text', 'patternMismatch', '内容不符合要求'],
] as const)('a field of %s with %s is told in the words of the page', (type, flag, words) => {
  expect(faultWord(field(type, flag), zh)).toBe(words);
  expect(faultWord(field(type, flag), en)).not.toMatch(/\p{Script=Han}|Please fill out/u);
});

test('what a form itself has against a field is told as the form wrote it', () => {
  expect(
    faultWord({ ...field('text', 'customError', 'valueMissing'), validationMessage: '同一时刻' }, zh),
  ).toBe('同一时刻');
});
