import { expect, test } from 'vitest';
import { lookUp, tokens } from '../../server/text/jieba.ts';

test('words joined give the text again', () => {
  const text = '停暖三天了, APP 打不开 👍 x\ufffdy\n';
  expect(tokens(text).join('')).toBe(text);
});

test('own words are whole, and the library keeps its own', () => {
  expect(tokens('小程序里云计算')).toEqual(['小程序', '里', '云计算']);
});

test('a word is told by its part of speech and its rarity; a stop word is none', () => {
  expect(lookUp('热线')?.tag).toBe('n');
  expect(lookUp('热线')?.rarity).toBeGreaterThan(lookUp('电话')?.rarity ?? 99);
  expect(lookUp('因此')).toBe(null);
});
