import { describe, expect, test } from 'vitest';
import { searchQuery, verify } from '../../../server/core/reading/bigram.ts';
import { searchWords } from '../../../server/core/reading/search-words.ts';

const wanted = (typed: string) => searchWords(typed).map(({ words, banned }) => [words, banned]);

describe('what is typed into a search', () => {
  test.each([
    ['暖气 漏水', [[['暖气', '漏水'], []]]],
    ['暖气，漏水、停暖；', [[['暖气', '漏水', '停暖'], []]]],
    ['"暖气不热"', [[['暖气不热'], []]]],
    ['“暖气不热” 「三天」', [[['暖气不热', '三天'], []]]],
    ['"machine learning"', [[['machine learning'], []]]],
    ['暖气 -漏水 －"物业 公司"', [[['暖气'], ['漏水', '物业 公司']]]],
    [
      '供暖 OR 停暖 -通知',
      [
        [['供暖'], ['通知']],
        [['停暖'], ['通知']],
      ],
    ],
    [
      '-通知 供暖 OR -公告 停暖',
      [
        [['供暖'], ['通知', '公告']],
        [['停暖'], ['通知', '公告']],
      ],
    ],
    ['供暖 OR -通知', [[['供暖'], ['通知']]]],
    ['供暖 AND 停暖', [[['供暖', '停暖'], []]]],
    ['#供暖# #停暖', [[['供暖', '停暖'], []]]],
    ['退费1,200元 3-5天 C#', [[['退费1,200元', '3-5天', 'C#'], []]]],
    ['"没有收口', [[['没有收口'], []]]],
    ['-漏水', [[[], ['漏水']]]],
    [
      '难喝|难饮｜"太 甜"',
      [
        [['难喝'], []],
        [['难饮'], []],
        [['太 甜'], []],
      ],
    ],
    ['暖气 NOT 通知 停暖', [[['暖气', '停暖'], ['通知']]]],
    ['暖气 NOT "物业 公司"', [[['暖气'], ['物业 公司']]]],
    ['暖气 NOT', [[['暖气'], []]]],
    ['OR', []],
    ['|', []],
    ['" "', []],
  ])('%s', (typed, parts) => expect(wanted(typed)).toEqual(parts));

  test('a text is found by either alternative, and not where a banned word stands', () => {
    const found = (text: string) => verify(text, '暖气 -漏水 OR "热力 公司"');
    expect(found('暖气不热')).toBe(true);
    expect(found('暖气漏水')).toBe(false);
    expect(found('热力 公司漏水')).toBe(false);
    expect(found('热力 公司')).toBe(true);
    expect(found('热力的公司')).toBe(false);
  });

  test('the index is asked for what is wanted alone', () => {
    expect(searchQuery('暖气 -漏水 OR app')).toBe('"暖气" OR "app"');
    expect(searchQuery('-漏水')).toBeNull();
    // No index has an emoji: whoever wants one, be it as an alternative, looks through the texts.
    expect(searchQuery('😡')).toBeNull();
    expect(searchQuery('暖气 OR 😡')).toBe('"暖气"');
    expect(searchQuery('暖气 😡')).toBe('"暖气"');
    expect([verify('太差了😡', '😡'), verify('太差了', '😡'), verify('太差了', '\u200b')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a ban alone leaves every text that does not hold it', () => {
    const left = (text: string) => verify(text, '-漏水');
    expect([left('暖气漏水'), left('暖气不热')]).toEqual([false, true]);
  });
});
