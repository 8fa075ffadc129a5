import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/core/reading/analysis.ts';
import { createReader } from '../../server/text/reader.ts';
import { NEGATED, TURNED } from './plain-sentences.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);
const score = (text: string) => read(text).sentiment.score;
const label = (text: string) => read(text).sentiment.label;
const emotion = (text: string) => {
  const [first] = Object.entries(read(text).emotion).sort((a, b) => b[1] - a[1]);
  return first?.[0];
};

describe('sentences that nobody doubts', () => {
  test.each<readonly [string, -1 | 1]>([
    ...NEGATED,
    ['特别好吃', 1],
    ...TURNED,
    ['厉害了,太棒了,非常满意', 1],
    ['👍👍', 1],
    ['😡😡😡', -1],
    ['❤️', 1],
    ['[赞]送货很快', 1],
    ['东西收到了[怒]', -1],
    ['绝绝子,YYDS', 1],
    ['纯纯智商税', -1],
    ['SB客服', -1],
  ])('%s', (text, wanted) => expect(label(text)).toBe(wanted));

  test('praise in a question counts little', () => {
    expect(score('这家店好吃吗?')).toBeLessThan(score('这家店好吃') / 2);
  });
  test('a weak degree word softens', () => expect(score('有点失望')).toBeGreaterThan(score('极其失望')));
});

describe('complaints without a word of displeasure', () => {
  test.each([
    ['报修的单子一周了还没人来'],
    ['跑了三趟,窗口都关着'],
    ['打了十几次电话'],
    ['快递箱子压烂了'],
    ['价格涨了,分量却少了'],
    ['工单显示已处理,其实根本没修'],
    ['才用两天就坏了'],
  ])('%s', (text) => expect(label(text)).toBe(-1));
});

describe('evidence', () => {
  const sum = (analysis: Analysis) => analysis.evidence.reduce((total, one) => total + one.weight, 0);

  test.each([
    ['虽然送得慢,但是师傅非常专业👍'],
    ['真是太贴心了呢,让我等了三个小时才来人'],
    ['这家店一般般,不功不过'],
    ['仓库起火了,没人管'],
    ['从来没有失望过'],
    ['请问营业时间是几点到几点?'],
    ['😡'],
  ])('weights sum to the score: %s', (text) => {
    const analysis = read(text);
    expect(Math.abs(sum(analysis) - analysis.sentiment.score)).toBeLessThan(1e-9);
    for (const { span, text: words } of analysis.evidence) expect(text.slice(...span)).toBe(words);
  });

  test('the word that says it weighs most, on its own side', () => {
    const heaviest = (text: string) =>
      read(text)
        .evidence.filter((one) => one.text !== '')
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))[0];
    expect(heaviest('周三在店里买的,垃圾')).toMatchObject({ text: expect.stringContaining('垃圾') });
    expect(heaviest('周三在店里买的,垃圾')?.weight).toBeLessThan(0);
    expect(heaviest('周三在店里买的,非常满意')).toMatchObject({ text: expect.stringContaining('满意') });
    expect(heaviest('周三在店里买的,非常满意')?.weight).toBeGreaterThan(0);
  });

  test('spans refer to the text as given, however it is written', () => {
    const text = '  客服\u200b态度　很\u202e差…  ＴＭＤ';
    const { evidence } = read(text);
    for (const { span, text: words } of evidence) expect(text.slice(...span)).toBe(words);
    expect(evidence.some((one) => one.text.includes('ＴＭＤ'))).toBe(true);
  });

  test('what stands in no word comes last, once, with an empty span', () => {
    const { evidence } = read('虽然送得慢,但是师傅非常专业👍');
    const whole = evidence.filter((one) => one.text === '');
    expect(whole.length).toBeLessThanOrEqual(1);
    if (whole.length === 1) expect(evidence.at(-1)).toMatchObject({ span: [0, 0], text: '' });
  });

  test('a rating shifts the score, and the evidence still sums to it', () => {
    expect(reader.read('周三收到的', { rating: 1 }).sentiment.label).toBe(-1);
    expect(reader.read('周三收到的', { rating: 5 }).sentiment.label).toBe(1);
    for (const text of ['周三收到的', '太差了', '非常满意']) {
      const rated = [1, 2, 3, 4, 5].map((rating) => reader.read(text, { rating }));
      rated.forEach((analysis, at) => {
        expect(Math.abs(sum(analysis) - analysis.sentiment.score)).toBeLessThan(1e-9);
        if (at > 0) {
          expect(analysis.sentiment.score).toBeGreaterThan(rated[at - 1]?.sentiment.score ?? 1);
        }
      });
      expect(rated[2]?.sentiment).toEqual(read(text).sentiment);
    }
  });

  test('a title is read, and its words have no span in the text', () => {
    const text = '详情如下';
    const analysis = reader.read(text, { title: '垃圾公司' });
    expect(analysis.sentiment.label).toBe(-1);
    const titled = analysis.evidence.find((one) => one.text.includes('垃圾'));
    expect(titled?.span).toEqual([0, 0]);
    expect(titled?.weight).toBeLessThan(0);
    for (const { span, text: words } of analysis.evidence) {
      if (span[1] > 0) expect(text.slice(...span)).toBe(words);
    }
    expect(Math.abs(sum(analysis) - analysis.sentiment.score)).toBeLessThan(1e-9);
  });

  test('a title that the text begins with is not read twice', () => {
    const text = '垃圾公司,详情如下';
    expect(reader.read(text, { title: '垃圾公司' })).toEqual(read(text));
  });

  test('probabilities sum to 1 and agree with the label', () => {
    for (const text of ['好', '差', '', '今天周三', '太棒了,就是有点贵']) {
      const { negative, neutral, positive, label: said } = read(text).sentiment;
      expect(negative + neutral + positive).toBeCloseTo(1, 10);
      const most = Math.max(negative, neutral, positive);
      expect([negative, neutral, positive].indexOf(most) - 1).toBe(said);
    }
  });
});

describe('emotion', () => {
  test.each([
    ['气死我了,太过分了', 'anger'],
    ['好难过,哭了一晚上', 'sadness'],
    ['太可怕了,不敢出门', 'fear'],
    ['好开心,太幸福了', 'joy'],
    ['请问营业时间是几点到几点?', 'neutral'],
  ])('%s: %s', (text, wanted) => expect(emotion(text)).toBe(wanted));
});

describe('traditional, full width, marks', () => {
  test('traditional text reads as simplified does', () => {
    expect(label('這個服務態度很差,電話打不通')).toBe(-1);
    expect(read('暖氣停了三天,打客服電話沒人接').aspects.map((one) => one.touchpoint)).toContain('hotline');
    expect(score('師傅很專業')).toBeCloseTo(score('师傅很专业'), 10);
  });
  test('full-width letters and marks read as their plain forms', () => {
    expect(score('ＡＰＰ闪退，垃圾！')).toBeCloseTo(score('APP闪退,垃圾!'), 10);
  });
  test('zero-width and right-to-left marks hide nothing', () => {
    expect(score('垃\u200b圾\u202e')).toBeCloseTo(score('垃圾'), 10);
  });
  test('reading aids are taken out: 服(fú)務(wù)差', () => expect(label('服(fú)務(wù)太差')).toBe(-1));
  test('links and user names are not read', () => {
    const told = (text: string) =>
      read(text)
        .evidence.map((one) => one.text)
        .join('|');
    expect(told('看 https://example.com/happy?sb=tmd')).not.toMatch(/http|happy|sb|tmd/);
    expect(told('@垃圾王 你好')).not.toContain('垃圾');
    expect(score('@垃圾王 你好')).toBeCloseTo(score('@某某某 你好'), 10);
  });
});
