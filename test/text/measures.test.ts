import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numeral } from '../../server/core/reading/numeral.ts';
import { amountsIn } from '../../server/text/measures/amounts.ts';
import type { Measure } from '../../server/text/measures/measures.ts';
import { convert, priceShare } from '../../server/text/measures/numerals.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';

const lists = createLexiconPreparer();
const measures = (text: string) => lists.prepare(text).measures;
const only = (text: string) => {
  const found = measures(text);
  expect(found).toHaveLength(1);
  return found[0] as Measure;
};

/** As the table writes it: `promise 5 10 minute worse`, `wait 5 day worse`, `-` for none. */
function told(text: string): string {
  const found = measures(text).map(({ kind, expected, actual, unit, worse }) =>
    [kind, ...(kind === 'promise' ? [expected] : []), actual, unit, worse ? 'worse' : 'better'].join(' '),
  );
  return found.length === 0 ? '-' : found.join('; ');
}

describe('what sentences state', () => {
  const rows = readFileSync(new URL('./stated-amounts.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t') as [string, string]);

  test.each(rows)('%s: %s', (wanted, text) => expect(told(text)).toBe(wanted));
});

describe('an amount is read whole', () => {
  test.each([
    ['半小时', 0.5, 'hour'],
    ['一个半小时', 1.5, 'hour'],
    ['两小时半', 2.5, 'hour'],
    ['1小时20分钟', 80, 'minute'],
    ['1小时20分', 80, 'minute'],
    ['三刻钟', 45, 'minute'],
    ['两天半', 2.5, 'day'],
    ['两天零5个小时', 53, 'hour'],
    ['一年零三个月', 15.167, 'month'],
    ['三四天', 4, 'day'],
    ['3-5天', 5, 'day'],
    ['三到五个工作日', 5, 'day'],
    ['二十多分钟', 20, 'minute'],
    ['半个多月', 0.5, 'month'],
    ['俩小时', 2, 'hour'],
    ['3块5毛', 3.5, 'yuan'],
    ['两块六', 2.6, 'yuan'],
    ['100块钱', 100, 'yuan'],
    ['1,200元', 1200, 'yuan'],
    ['3.5万元', 35_000, 'yuan'],
    ['零下3度', -3, 'celsius'],
    ['-5℃', -5, 'celsius'],
    ['十八度', 18, 'celsius'],
    ['百分之二十', 20, 'percent'],
    ['八五折', 85, 'percent'],
    ['不收押金', 0, 'yuan'],
    ['免费', 0, 'yuan'],
    ['1万5千元', 15_000, 'yuan'],
    ['1万5千3百元', 15_300, 'yuan'],
    ['1万5元', 15_000, 'yuan'],
    ['2千8百元', 2_800, 'yuan'],
    ['5百块', 500, 'yuan'],
    ['10多万元', 100_000, 'yuan'],
    ['十多万元', 100_000, 'yuan'],
    ['两千三块钱', 2_300, 'yuan'],
    ['一百零五块', 105, 'yuan'],
    ['一亿两千万元', 120_000_000, 'yuan'],
  ])('%s is %d %s', (text, value, unit) => {
    expect(amountsIn(text.normalize('NFKC').toLowerCase())).toEqual([
      expect.objectContaining({ start: 0, value, unit }),
    ]);
  });

  test.each([
    '第三天',
    '3:20',
    '2023年',
    '18年8月',
    '三天前',
    '5分钟之前',
    '这两天',
    '有一天',
    '周三',
    '三月',
    '五年级',
    '三块蛋糕',
    '53度白酒',
    '近视300度电',
    '几天',
    '好几个小时',
    '13812345678',
    '5分好评',
    '最后一天',
    '百度',
    '几万块',
    '数百元',
    '好几百块',
  ])('%s is no amount', (text) => {
    expect(amountsIn(text).filter(({ unit }) => unit !== 'celsius' || !text.includes('近视'))).toEqual([]);
  });

  test('a rate is two amounts, not their sum', () => {
    expect(amountsIn('一天12小时').map(({ value, unit }) => `${value} ${unit}`)).toEqual([
      '1 day',
      '12 hour',
    ]);
  });
  test('分 is the rest of an hour, or a score', () => {
    expect(amountsIn('三天20分').map(({ value, unit }) => `${value} ${unit}`)).toEqual(['3 day']);
  });
  test('a sum without a unit counts after a payment or a price alone', () => {
    expect(amountsIn('结账收了200,')).toMatchObject([{ value: 200, unit: 'yuan', form: 'guess' }]);
    expect(amountsIn('楼下住着200,')).toEqual([]);
    expect(amountsIn('装修收了1万5。')).toMatchObject([{ value: 15_000, unit: 'yuan', form: 'guess' }]);
  });
  test('what is told by its scale alone is at least that', () => {
    expect(only('说好500元,结果收了上万元')).toMatchObject({ expected: 500, actual: 10_000, worse: true });
    expect(only('合同写着1万5千元,结果收了2万3千元')).toMatchObject({
      expected: 15_000,
      actual: 23_000,
      worse: true,
    });
  });
});

describe('numbers', () => {
  test.each([
    ['3.5', 3.5],
    ['1,200', 1200],
    ['3万', 30_000],
    ['两百五十', 250],
    ['三四', 4],
    ['二三十', 30],
    ['三百五', 350],
    ['三百零五', 305],
    ['一万二', 12_000],
    ['十五', 15],
    ['一百二三十', 130],
    ['一亿两千万', 120_000_000],
    ['1万5千', 15_000],
    ['万', 10_000],
    ['半', 0.5],
    ['几', null],
    ['', null],
  ])('%s is %s', (written, value) => expect(numeral(written)).toBe(value));

  test.each([
    ['8', 80],
    ['八', 80],
    ['8.5', 85],
    ['八五', 85],
    ['95', 95],
    ['10', 100],
  ])('%s折 leaves %d percent of a price', (written, value) => expect(priceShare(written)).toBe(value));

  test('no rounding error shows', () => {
    expect(convert(0.1 + 0.2, 'yuan', 'yuan')).toBe(0.3);
    expect(convert(10, 'minute', 'hour')).toBe(0.167);
    expect(convert(20, 'second', 'minute')).toBe(0.333);
    expect(convert(5, 'minute', 'yuan')).toBeNull();
    expect(only('说好1块,结果收了1块1毛').actual).toBe(1.1);
  });
});

describe('promises', () => {
  test('what came is told in the unit of the promise, whichever is the smaller', () => {
    expect(only('承诺24小时上门,结果拖了3天')).toMatchObject({ expected: 24, actual: 72, unit: 'hour' });
    expect(only('承诺3天上门,结果36小时才来')).toMatchObject({ expected: 3, actual: 1.5, unit: 'day' });
  });
  test('more of what lasts or is paid out is better, less of what is waited for or paid', () => {
    expect(only('说好送12个月会员,结果送了13个月').worse).toBe(false);
    expect(only('说好赔100元,结果赔了200元').worse).toBe(false);
    expect(only('说好12天到货,结果等了13天').worse).toBe(true);
    expect(only('说好100元,结果收了200元').worse).toBe(true);
    expect(only('贷款利率说好3%,结果变成6%').worse).toBe(true);
    expect(only('存款说好返利3%,结果变成6%').worse).toBe(false);
  });
  test('the last of several promises counts, and each outcome once', () => {
    expect(told('客服说3天到账,后来又说5天,现在都10天了')).toBe('promise 5 10 day worse');
    expect(told('说好100元押金3天退,结果7天才退')).toBe('promise 3 7 day worse');
  });
  test('what was added is not the outcome', () => {
    expect(told('说好100元,结果又多收了50元')).toBe('-');
  });
  test('半天 of waiting is no length of time beside a promise', () => {
    expect(measures('说好10分钟,结果等了半天').filter(({ kind }) => kind === 'promise')).toEqual([]);
  });
  test('another sentence is no outcome unless it says that it is', () => {
    expect(told('说好30分钟送到。结果一个小时才到')).toBe('promise 30 60 minute worse');
    expect(told('预计30分钟送到。我昨天睡了10个小时')).toBe('-');
  });
  test('it spans from the promise to what came of it', () => {
    const text = '垃圾!说好5分钟,结果等了10分钟,差评';
    const { start, end } = only(text);
    expect(text.slice(start, end)).toBe('说好5分钟,结果等了10分钟');
  });
});

test('a promise reaches no further than a sentence or two, however much is promised in one breath', () => {
  const found = measures(`说好5元${'收5元'.repeat(200)}`);
  expect(found.length).toBeGreaterThan(0);
  for (const { start, end } of found) expect(end - start).toBeLessThan(120);
});

describe('in the reading of a text', () => {
  const reader = createReader();
  const aspects = (text: string) => reader.read(text).aspects;

  test('a wait is of responsiveness, what lasts of reliability', () => {
    expect(aspects('外卖等了一个半小时')).toContainEqual(
      expect.objectContaining({ servqual: 'responsiveness', actual: 1.5, unit: 'hour', polarity: -1 }),
    );
    expect(aspects('宣传续航10小时,实际只用了4小时')).toContainEqual(
      expect.objectContaining({ servqual: 'reliability', expected: 10, actual: 4, unit: 'hour' }),
    );
  });
  test('the warmth of a room is of heating, that of water is not', () => {
    const heating = (text: string) =>
      aspects(text).filter(({ unit, touchpoint }) => unit === 'celsius' && touchpoint === 'heating');
    expect(heating('合同约定室温不低于18度,实测只有13.5度')).toHaveLength(1);
    expect(heating('水温说好45度,实际30度都不到')).toEqual([]);
  });
});

test('whatever is written, measures stand in the text in order, and no number has a long tail', () => {
  const pieces = [
    '说好',
    '5分钟',
    '结果',
    '等了',
    '1小时',
    '20分',
    '家里',
    '零下',
    '3度',
    '免费',
    '收了',
    '200',
    ',',
    '。',
    '半',
    '一个',
    '天',
    '还没',
    '3块5',
    '0.1元',
    '百分之',
    '八折',
    '都',
    '了',
    '-',
    '到',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
      const { reading, measures: found } = lists.prepare(parts.join(''));
      let before = 0;
      for (const { start, end, actual, expected = 0 } of found) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(reading.text.length);
        for (const value of [actual, expected]) expect(value).toBe(Math.round(value * 1_000) / 1_000);
        before = start;
      }
    }),
  );
});
