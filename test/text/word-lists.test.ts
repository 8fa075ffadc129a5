import { describe, expect, test } from 'vitest';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { NEGATED, TURNED } from './plain-sentences.ts';

const lists = createLexiconPreparer();
const sum = (text: string) => lists.prepare(text).score.sum;
const side = (text: string) => Math.sign(sum(text));
/** The words that weighed, as read. */
const words = (text: string) => {
  const { reading, score } = lists.prepare(text);
  return score.shares.map(({ start, end }) => reading.text.slice(start, end));
};

test('the score is the sum of its shares, which lie in order and overlap nowhere', () => {
  for (const text of [
    '虽然送得慢,但是师傅非常专业👍',
    '真是太贴心了呢,让我等了三个小时才来人',
    '仓库起火了,没人管',
  ]) {
    const { reading, score } = lists.prepare(text);
    expect(score.shares.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(score.sum, 12);
    let free = 0;
    for (const { start, end } of score.shares) {
      expect(start).toBeGreaterThanOrEqual(free);
      expect(end).toBeGreaterThan(start);
      free = end;
    }
    expect(free).toBeLessThanOrEqual(reading.text.length);
  }
});

describe('negation and degree', () => {
  test.each(NEGATED)('%s', (text, wanted) => expect(side(text)).toBe(wanted));

  test('a negated word is told as such', () => {
    const negated = (text: string) => lists.prepare(text).score.shares.map((share) => share.negated);
    expect(negated('从来没有失望过')).toEqual([true]);
    expect(negated('失望')).toEqual([false]);
  });
  test('a degree word strengthens what follows it, a weak one softens it', () => {
    expect(sum('非常满意')).toBeGreaterThan(sum('满意'));
    expect(sum('有点失望')).toBeGreaterThan(sum('失望'));
    expect(sum('极其失望')).toBeLessThan(sum('失望'));
  });
  test('a degree may follow what it strengthens', () => expect(sum('难吃得要命')).toBeLessThan(sum('难吃')));
  test('特别 and 区别 hold no negation', () => {
    expect(side('特别好吃')).toBe(1);
    expect(sum('没什么区别,好吃')).toBe(sum('好吃'));
  });
  test('one character inside another word is not read: 差不多, 好像, 多少', () => {
    expect(words('差不多就这样好像多少都行')).not.toContain('差');
    expect(words('这里好像有人')).toEqual([]);
  });
});

describe('turns, questions, irony', () => {
  test.each(TURNED)('%s', (text, wanted) => expect(side(text)).toBe(wanted));

  test('what stands after the turn weighs more than before it', () => {
    expect(sum('味道好吃,但是太贵')).toBeLessThan(sum('太贵,但是味道好吃'));
  });
  test('praise in a question counts little', () => {
    expect(sum('这家店好吃吗?')).toBeLessThan(sum('这家店好吃') / 2);
    expect(Math.abs(sum('这个好用吗'))).toBeLessThan(Math.abs(sum('这个好用')) / 2);
  });
  test('irony is told, and praise meant is not ironic', () => {
    expect(lists.prepare('谢谢你们让我白跑一趟').score.ironic).toBe(true);
    expect(lists.prepare('厉害了,太棒了,非常满意').score.ironic).toBe(false);
    expect(side('厉害了,太棒了,非常满意')).toBe(1);
  });
});

describe('emoji and slang', () => {
  test.each([
    ['👍👍', 1],
    ['😡😡😡', -1],
    ['❤️', 1],
    ['[赞]送货很快', 1],
    ['东西收到了[怒]', -1],
    ['绝绝子,YYDS', 1],
    ['纯纯智商税', -1],
    ['SB客服', -1],
  ])('%s', (text, wanted) => expect(side(text)).toBe(wanted));

  test('slang with case is read in its own case only', () => expect(words('联系NT部门')).toEqual([]));
  test('Latin words count whole: no nt in want', () => expect(words('i want it')).toEqual([]));
  test('a number with a unit is an amount, not slang', () => expect(words('家里6口人')).toEqual([]));
});

describe('what is written is read, however it is written', () => {
  test.each([
    ['traditional', '師傅很專業', '师傅很专业'],
    ['full width', 'ＡＰＰ闪退，垃圾！', 'APP闪退,垃圾!'],
    ['zero-width and right-to-left marks', '垃\u200b圾\u202e', '垃圾'],
  ])('%s', (_, text, plain) => expect(sum(text)).toBeCloseTo(sum(plain), 12));

  test('links and user names are not read', () => {
    expect(words('看 https://example.com/happy?sb=tmd')).toEqual([]);
    expect(words('@垃圾王 你好')).toEqual([]);
  });
});
