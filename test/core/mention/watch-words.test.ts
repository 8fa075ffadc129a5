import { expect, test } from 'vitest';
import { namesOfWatches, wordsOfWatches } from '../../../server/core/mention/watch-words.ts';
import { anyOf } from '../../support/make.ts';

const words = (any: string[], all: string[] = [], none: string[] = []) =>
  wordsOfWatches([{ rule: { any, all, none } }]);

test('what any and all name, without quotes and folded, each once', () => {
  expect(words(['暖心卡', '"暖心卡"', 'Tiguan'], ['供熱'])).toEqual(['暖心卡', 'tiguan', '供热']);
});

test('no neighbourhoods, no white space, nothing too long, nothing to leave out', () => {
  expect(words(['NEAR/8(没人,接)', 'big data', '一二三四五六七八九十一二三'], [], ['招聘'])).toEqual([]);
});

test('names of subjects are those words that stand in the name of their own watch', () => {
  const watch = (name: string, any: string[]) => ({ name, rule: anyOf(...any) });
  expect(
    namesOfWatches([
      watch('云川热力（演示）', ['云川热力', '供暖不热', 'NEAR/8(热力,停)']),
      watch('ACME 超市', ['acme', '鲜到家']),
    ]),
  ).toEqual(['云川热力', 'acme']);
});
