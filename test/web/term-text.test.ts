import { expect, test } from 'vitest';
import { readTerm } from '../../server/core/reading/rule-term.ts';
import { looksForeign, splitTerms, wordsOf } from '../../web/term-text.ts';

test('a list becomes words, whichever marks part them', () => {
  for (const text of [
    '云川热力，停暖',
    '云川热力、停暖',
    '云川热力；停暖',
    '云川热力;停暖',
    ' 云川热力 \n停暖\t',
  ])
    expect(splitTerms(text)).toEqual(['云川热力', '停暖']);
  expect(splitTerms('云川热力 停暖')).toEqual(['云川热力 停暖']);
  expect(splitTerms('，、')).toEqual([]);
});

test('what stands in brackets or quotes stays one term', () => {
  expect(splitTerms('NEAR/8(停暖，投诉)，"冷、热"')).toEqual(['NEAR/8(停暖，投诉)', '"冷、热"']);
  expect(splitTerms('“冷、热”；停暖')).toEqual(['“冷、热”', '停暖']);
});

test('Chinese words with a space between them are offered as words of their own, names in Latin are not', () => {
  expect(wordsOf('云川热力 停暖')).toEqual(['云川热力', '停暖']);
  for (const meant of ['停暖', 'Burger King', '"云川 热力"', 'NEAR/8(停暖, 投诉)'])
    expect(wordsOf(meant)).toBeNull();
});

test('what looks like a rule of another tool is told, what is one of ours is not', () => {
  for (const foreign of ['NEAR(甲,乙)', '停暖 AND 投诉', '停暖 OR 暖气', '(停暖|暖气)', '停暖*', '他说"冷"'])
    expect(looksForeign(foreign), foreign).toBe(true);
  for (const ours of [
    '停暖',
    'NEAR/8(停暖,投诉)',
    'near/8（停暖，投诉）',
    '"停暖 投诉"',
    'ORACLE',
    '与子同袍',
  ])
    expect(looksForeign(ours), ours).toBe(false);
});

test('NEAR without a distance is no word', () => {
  expect(readTerm('NEAR(停暖,投诉)')).toBe('bad_near');
  expect(readTerm('near（停暖，投诉）')).toBe('bad_near');
  expect(readTerm('nearby')).toEqual({ kind: 'word', word: 'nearby' });
});
