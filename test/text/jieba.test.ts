import { expect, test } from 'vitest';
import { addWords, tokens } from '../../server/text/jieba.ts';

test('words joined give the text again', () => {
  const text = '停暖三天了, APP 打不开 👍 x\ufffdy\n';
  expect(tokens(text).join('')).toBe(text);
});

test('own words are whole, and the library keeps its own', () => {
  expect(tokens('小程序里云计算')).toEqual(['小程序', '里', '云计算']);
});

test('words can be taught', () => {
  addWords(['听潮舆情', 'a b', '']);
  expect(tokens('用听潮舆情看')).toContain('听潮舆情');
});
