import { describe, expect, test } from 'vitest';
import { guessUses } from '../../../server/core/survey/guess-uses.ts';
import { type Question, readColumn } from '../../../server/core/survey/score-column.ts';
import { readScore } from '../../../server/core/survey/score-words.ts';

/** Scales as questionnaires word them, the worst option first. */
const FIVE: readonly (readonly [string, readonly string[]])[] = [
  ['satisfaction', ['非常不满意', '不满意', '一般', '满意', '非常满意']],
  ['satisfaction', ['很不满意', '不太满意', '说不清', '比较满意', '很满意']],
  ['satisfaction', ['极不满意', '比较不满意', '中立', '较满意', '极其满意']],
  ['satisfaction', ['一点都不满意', '不怎么满意', '还行', '有点满意', '特别满意']],
  ['satisfaction of 好差评', ['非常不满意', '不满意', '基本满意', '满意', '非常满意']],
  ['satisfaction with 基本', ['很不满意', '不太满意', '一般', '基本满意', '很满意']],
  ['quality of 好差评', ['很差', '差', '一般', '好', '很好']],
  ['quality', ['非常差', '比较差', '普通', '比较好', '非常好']],
  ['quality', ['太糟糕了', '不好', '过得去', '不错', '很不错']],
  ['agreement', ['非常不同意', '不同意', '中立', '同意', '非常同意']],
  ['agreement', ['完全不符合', '不太符合', '不确定', '基本符合', '完全符合']],
  ['agreement', ['完全不认同', '不大认同', '无所谓', '比较认同', '完全认同']],
  ['ease', ['非常困难', '比较困难', '一般', '比较容易', '非常容易']],
  ['ease', ['非常不容易', '不太容易', '一般', '容易', '非常容易']],
  ['ease', ['很麻烦', '有点麻烦', '适中', '不麻烦', '毫不麻烦']],
  ['ease', ['非常费力', '有些费力', '一般', '不太费力', '毫不费力']],
  ['likelihood', ['完全不可能', '不太可能', '不确定', '比较可能', '非常可能']],
  ['likelihood', ['一定不会', '可能不会', '不一定', '可能会', '一定会']],
  ['likelihood', ['可能性很小', '可能性较小', '一般', '可能性较大', '可能性很大']],
  ['willingness', ['非常不愿意', '不愿意', '一般', '愿意', '非常愿意']],
  ['frequency', ['从不', '偶尔', '有时', '经常', '总是']],
  ['satisfaction', ['Very dissatisfied', 'Dissatisfied', 'Neutral', 'Satisfied', 'Very satisfied']],
  [
    'satisfaction',
    ['Very unsatisfied', 'Unsatisfied', 'Neither satisfied nor dissatisfied', 'Satisfied', 'Very satisfied'],
  ],
  [
    'satisfaction',
    ['Not at all satisfied', 'Not very satisfied', 'Neutral', 'Fairly satisfied', 'Completely satisfied'],
  ],
  ['satisfaction', ['Very unhappy', 'Somewhat unhappy', 'Not sure', 'Somewhat happy', 'Very happy']],
  ['agreement', ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree']],
  ['agreement', ['Totally disagree', 'Tend to disagree', 'Undecided', 'Tend to agree', 'Totally agree']],
  ['ease', ['Very difficult', 'Difficult', 'Neither easy nor difficult', 'Easy', 'Very easy']],
  ['ease', ['Extremely hard', 'Somewhat hard', 'OK', 'Fairly easy', 'Effortless']],
  ['effort', ['Very high effort', 'High effort', 'Moderate effort', 'Low effort', 'Very low effort']],
  ['one side', ['Not at all easy', 'Not so easy', 'Somewhat easy', 'Very easy', 'Extremely easy']],
  [
    'one side',
    ['Not at all likely', 'Slightly likely', 'Moderately likely', 'Very likely', 'Extremely likely'],
  ],
  ['likelihood', ['Very unlikely', 'Unlikely', 'Neutral', 'Likely', 'Very likely']],
  ['likelihood', ['Definitely not', 'Probably not', 'Might or might not', 'Probably', 'Definitely']],
  ['quality', ['Very poor', 'Poor', 'Fair', 'Good', 'Very good']],
  ['quality', ['Terrible', 'Bad', 'Average', 'Good', 'Excellent']],
  ['quality', ['Poor', 'Fair', 'Good', 'Very good', 'Excellent']],
  ['frequency', ['Never', 'Rarely', 'Sometimes', 'Often', 'Always']],
];
const SEVEN: readonly (readonly [string, readonly string[]])[] = [
  ['agreement', ['非常不同意', '不同意', '有点不同意', '中立', '有点同意', '同意', '非常同意']],
  ['satisfaction', ['极其不满意', '很不满意', '比较不满意', '一般', '比较满意', '很满意', '极其满意']],
  ['ease', ['非常困难', '困难', '有点困难', '一般', '有点容易', '容易', '非常容易']],
  [
    'agreement',
    [
      'Strongly disagree',
      'Disagree',
      'Somewhat disagree',
      'Neither agree nor disagree',
      'Somewhat agree',
      'Agree',
      'Strongly agree',
    ],
  ],
  [
    'satisfaction',
    [
      'Extremely dissatisfied',
      'Moderately dissatisfied',
      'Slightly dissatisfied',
      'Neutral',
      'Slightly satisfied',
      'Moderately satisfied',
      'Extremely satisfied',
    ],
  ],
  [
    'ease',
    [
      'Extremely difficult',
      'Very difficult',
      'Somewhat difficult',
      'Neither easy nor difficult',
      'Somewhat easy',
      'Very easy',
      'Extremely easy',
    ],
  ],
];
const steps = (scale: 5 | 7 | 10, better: 'high' | 'low' = 'high', effort = false): Question => ({
  scale,
  better,
  effort,
});
const all = (cells: readonly string[], question: Question) => {
  const { fault, read } = readColumn(cells, question);
  return fault ?? cells.map(read);
};
const up = (scale: number) => Array.from({ length: scale }, (_, n) => n + 1);

/** How files write an option: alone, with its number or a letter before it, or with its number after. */
const WAYS: readonly (readonly [string, (words: string, number: number) => string])[] = [
  ['alone', (words) => words],
  ['after its number', (words, number) => `${number}.${words}`],
  ['after its points', (words, number) => `${number}分（${words}）`],
  ['before its number', (words, number) => `${words}（${number}分）`],
  ['before its number', (words, number) => `${words} - ${number}`],
  ['after a letter', (words, number) => `${'ABCDEFG'[number - 1]}、${words}`],
];

describe.each(WAYS)('options %s', (_, write) => {
  test.each([...FIVE, ...SEVEN])('of %s %j are read the right way round', (_name, options) => {
    const scale = options.length === 7 ? 7 : 5;
    const cells = options.map((words, at) => write(words, at + 1));
    expect(all(cells, steps(scale))).toEqual(up(scale));
    // Many lists begin with the best: a number is the place in the list.
    const turned = options.toReversed().map((words, at) => write(words, at + 1));
    expect(all(turned, steps(scale))).toEqual(up(scale).toReversed());
  });
});

describe('a column', () => {
  test('of ten steps takes numbers, and places words between its ends', () => {
    expect(all(['1', '5', '8', '10'], steps(10))).toEqual([1, 5, 8, 10]);
    expect(all(['非常不满意', '不满意', '一般', '满意', '非常满意'], steps(10))).toEqual([1, 3, 5.5, 8, 10]);
  });

  test.each([
    ['unsatisfied', 2],
    ['Very unsatisfied', 1],
    ['not satisfied', 2],
    ['not at all difficult', 5],
    ['不容易', 2],
    ['不太满意', 2],
    ['不满', 2],
    ['不难', 4],
    ['不错', 4],
    ['说不上满意不满意', 3],
    ['不满意也不反对', 3],
    ['非常满意 Very satisfied', 5],
    ['非常满意 Very dissatisfied', 'off'],
    ['好坏', 'off'],
    ['满意，但是有时候等得太久，希望以后能够快一点', 'off'],
  ] as const)('with one answer: %s is %s', (cell, score) => {
    expect(readScore(cell, 5)).toBe(score);
  });

  test('about effort is read by what its words mean, whichever end of its scale is the better', () => {
    const options = ['1.非常容易', '2.比较容易', '3.一般', '4.比较困难', '5.非常困难'];
    expect(all(options, steps(5, 'high', true))).toEqual([5, 4, 3, 2, 1]);
    expect(all(options, steps(5, 'low', true))).toEqual([1, 2, 3, 4, 5]);
    expect(all(['同意', '非常不同意'], steps(5, 'low', true))).toEqual([4, 1]);
    expect(all(['很少', '很多'], steps(5, 'low', true))).toEqual([2, 5]);
    // Much of it is good or bad: nobody says so.
    expect(all(['很少', '很多'], steps(5, 'high', true))).toBe('unknown-words');
    const { mapping } = guessUses([{ name: '问题解决起来费力吗？', values: options }]);
    expect(mapping).toMatchObject({
      uses: { '问题解决起来费力吗？': 'ces' },
      ces: { better: 'low', scale: 5 },
    });
  });

  test('whose words are not known is refused whole, not read by its numbers', () => {
    const cells = ['1.巴适', '2.安逸', '3.一般', '4.恼火', '5.撇'];
    expect(all(cells, steps(5))).toBe('unknown-words');
    const { read } = readColumn(cells, steps(5));
    expect([read('3.一般'), read('5'), read('')]).toEqual(['off', 'off', 'blank']);
    // What one of many wrote is their own.
    const many = [...Array.from({ length: 30 }, () => '满意'), '其他'];
    expect(readColumn(many, steps(5))).toMatchObject({ fault: null });
    expect(readColumn(many, steps(5)).read('其他')).toBe('off');
  });

  test.each([
    ['options in no order', ['1.满意', '2.不满意', '3.非常满意'], steps(5)],
    ['named ends that run against bare numbers', ['1-非常满意', '2', '3', '4', '5-非常不满意'], steps(5)],
    ['one named end against bare numbers', ['2', '3', '4', '5-非常困难'], steps(5, 'high', true)],
    ['a recommendation upside down', ['0-非常愿意', '5', '10-完全不愿意'], 'nps'],
  ] as const)('of %s contradicts itself', (_, cells, question) => {
    expect(all(cells, question)).toBe('contradiction');
  });

  test('with named ends that run with its numbers is read', () => {
    expect(all(['1-非常不满意', '2', '3', '4', '5-非常满意'], steps(5))).toEqual([1, 2, 3, 4, 5]);
    expect(all(['0-完全不可能', '7', '10-非常可能'], 'nps')).toEqual([0, 7, 10]);
    expect(all(['9-巴适', '10-巴适'], 'nps')).toBe('unknown-words');
  });

  test('of numbers of a longer scale is refused whole: what is left would be the worst answers alone', () => {
    expect(all(['3', '8', '9', '10', '4'], steps(5))).toBe('off-scale');
    expect(readColumn([...Array.from({ length: 30 }, () => '4'), '8'], steps(5)).fault).toBeNull();
  });

  test.each([
    [['非常满意', '满意', '一般', '不满意', '非常不满意'], 5],
    [SEVEN[0]?.[1] ?? [], 7],
    [['3', '6'], 7],
    [['3', '9'], 10],
  ] as const)('%j is guessed to have %d steps', (values, scale) => {
    const { mapping } = guessUses([{ name: '客服专业', values }]);
    expect(mapping).toMatchObject({ scale, uses: { 客服专业: 'perceived.assurance' } });
  });
});
