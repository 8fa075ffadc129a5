import { describe, expect, test } from 'vitest';
import { toContract } from '../../server/text/analyse.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);
const label = (text: string) => read(text).sentiment.label;

describe('bad input', () => {
  test('an empty text is neutral, of no quality, and says nothing', () => {
    const analysis = read('');
    expect(analysis.sentiment.label).toBe(0);
    expect(analysis).toMatchObject({
      quality: 0,
      intents: [],
      severity: [],
      aspects: [],
      evidence: [],
      places: [],
    });
  });
  test('lone surrogates are read around', () => expect(label('\ud800太差了\udc00')).toBe(-1));
  test('markup is low quality, and is read as text', () => {
    const analysis = read('<script>alert(1)</script><div><span>javascript cookie copyright</span></div>');
    expect(analysis.quality).toBeLessThan(0.5);
  });
  test('mojibake is low quality', () => expect(read('锟斤拷锟斤拷烫烫烫鈥滄垜').quality).toBeLessThan(0.4));
  test('a list of numbers is low quality', () => {
    expect(read('2024-01-01 12:30:45 | 1234.56 | 7890 | 3.14159 | 42').quality).toBeLessThan(0.3);
  });
  test('a plain sentence is of full quality', () =>
    expect(read('今天家里的暖气还是不热,打电话没人接').quality).toBe(1));
  test.each([
    ['暖气不热', 'zh'],
    ['the heating is broken again', 'en'],
    ['暖房が壊れた。サービスがひどいです', 'other'],
    ['12345', 'other'],
  ])('language of %s is %s', (text, wanted) => expect(read(text).language).toBe(wanted));

  test.each([
    ['一个字', '好'],
    ['没有标点', '客服打不通等了好久'],
    ['引号和括号', '“('],
    ['数字', '等了1'],
    ['说好', '说好5分钟'],
    ['许诺和结果', '说好5分钟结果等了10分钟,'],
    ['钟点', '1小时20分'],
    ['中文数字', '三十一个半'],
    ['分数', '百分之一'],
    ['免费', '免费'],
    ['一口气许诺', '说好5元收'],
    ['范围', '1-'],
    ['没下文', '都5天了还'],
    ['家里温度', '家里零下5度'],
    ['空白', ' \n\t'],
  ])('200,000 characters of %s are read within a second', (_, piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    // Time of this process, the best of three: others may be at work on the machine.
    const times = [1, 2, 3].map(() => {
      const from = process.cpuUsage();
      for (const { span } of read(text).evidence) expect(span[1]).toBeLessThanOrEqual(20_000);
      return process.cpuUsage(from).user / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(1_000);
  });
});

test('one line of the analyse command holds what the contract names, then what it leaves open', () => {
  const line = toContract('7', read('说好5分钟,结果等了10分钟,太差了'));
  expect(Object.keys(line)).toEqual([
    'id',
    'language',
    'quality',
    'sentiment',
    'emotion',
    'intents',
    'severity',
    'aspects',
    'evidence',
    'root_causes',
    'segments',
    'sarcasm',
    'target',
  ]);
  expect(line.id).toBe('7');
});
