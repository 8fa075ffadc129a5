import { describe, expect, test } from 'vitest';
import { statedRun, statedScale } from '../../../server/core/survey/column-name.ts';
import { guessUses } from '../../../server/core/survey/guess-uses.ts';
import { type Question, readColumn } from '../../../server/core/survey/score-column.ts';
import { saysBad } from '../../../server/core/survey/statement-side.ts';

describe('the scale that the name of a column states', () => {
  test.each([
    ['您有多大可能向朋友推荐我们（1-5分）', 1, 5],
    ['1、您有多大可能推荐（0-10分）', 0, 10],
    ['NPS 0~10', 0, 10],
    ['满意度（五分制）', 1, 5],
    ['10分制满意度', 1, 10],
    ['5点量表 客服专业', 1, 5],
    ['办理业务很容易（1-7）', 1, 7],
    ['总体满意度（1=非常满意，5=非常不满意）', 1, 5],
    ['On a scale of 0 to 10, how likely are you to recommend us?', 0, 10],
    ['Ease, 7-point scale', 1, 7],
  ] as const)('%s is %d to %d', (name, from, to) => {
    expect(statedScale(name)).toEqual({ from, to });
  });

  test.each([
    '3、总体来说，您对本季供热满意吗？',
    '1-3 客服专业',
    '1-7 总体满意度',
    '满意度 (1-5月)',
    '等待 5-10 分钟是否满意',
    '1总体满意度',
  ])('%s states none', (name) => {
    expect(statedScale(name)).toBeNull();
  });
});

describe('the way that numbers run by the name of a column', () => {
  test.each([
    ['总体满意度（1=非常满意，5=非常不满意）', true],
    ['总体满意度：1最满意5最不满意', true],
    ['从1分(非常满意)到5分(非常不满意)', true],
    ['总体满意度（5分为非常不满意）', true],
    ['Overall satisfaction (1 = very satisfied, 5 = very dissatisfied)', true],
    ['总体满意度(1分非常不满意，5分非常满意)', false],
    ['How satisfied are you (5 being very satisfied)', false],
  ] as const)('%s: down is %s', (name, down) => {
    expect(statedRun(name)).toMatchObject({ down });
  });

  test.each([
    '总体满意度',
    '1总体满意度',
    '1分钟接通满意',
    '1小时内响应、24小时内解决，您满意吗',
    '满意度（1-5）',
  ])('%s tells none', (name) => {
    expect(statedRun(name)).toBeNull();
  });
});

describe('a statement', () => {
  test.each([
    '员工太忙，无法及时响应我的要求',
    '员工因太忙而不能及时响应',
    '公司不会针对不同的顾客提供个别的服务',
    '问题很难解决',
    '热线打不通',
    '服务态度恶劣',
    '员工不耐烦',
    '设备陈旧',
    'Staff are too busy to respond promptly',
    'Employees do not give you personal attention',
  ])('%s says something bad', (statement) => {
    expect(saysBad(statement)).toBe(true);
  });

  test.each([
    '客服能及时响应我的要求',
    '员工从不会因为太忙而无法响应顾客的请求',
    '顾客遇到困难时，能表现出关心并提供帮助',
    '当您遇到困难，客服表现出关心',
    '从不推诿',
    '不会让我久等',
    '办理不麻烦',
    '不用等待即可办理',
    '热线是否容易打通',
    '上门及时不及时',
    '有没有耐心',
    '您对服务不断改进的感受',
    '故障处理迅速',
    '无微不至的关怀',
    '5、您实际感受的：—报修响应迅速',
    'Staff are never too busy to respond',
    'When you have problems, they are sympathetic',
    'It is not difficult to reach support',
  ])('%s does not', (statement) => {
    expect(saysBad(statement)).toBe(false);
  });
});

describe('the direction of a column', () => {
  const reversedIn = (name: string, values: readonly string[]) => guessUses([{ name, values }]).mapping;
  test.each([
    ['总体满意度（1=非常满意，5=非常不满意）', ['1', '5'], true],
    ['总体满意度', ['1-非常满意', '2', '5-非常不满意'], true],
    ['您对服务的不满意程度', ['1', '5'], true],
    ['您满意还是不满意', ['1', '5'], false],
    ['总体满意度', ['1', '5'], false],
    ['总体满意度', ['1.非常满意', '5.非常不满意'], false],
    ['员工太忙，无法及时响应', ['1', '7'], true],
    ['员工太忙，无法及时响应（1=非常同意，7=非常不同意）', ['1', '7'], false],
    ['客服及时响应（1=非常同意，7=非常不同意）', ['1', '7'], true],
    ['有多大可能推荐（0=非常愿意，10=完全不愿意）', ['0', '10'], true],
    ['How likely are you to recommend us (0-10)', ['0', '10'], false],
  ] as const)('%s %j is turned round: %s', (name, values, reversed) => {
    expect(reversedIn(name, values).reversed).toEqual(reversed ? [name] : []);
  });

  test.each([
    ['办理业务费力吗', 'low'],
    ['办理业务（1=非常容易，5=非常费力）', 'low'],
    ['解决问题（1=非常费力，5=非常容易）', 'high'],
    ['办理业务很容易（1=非常同意，5=非常不同意）', 'low'],
  ] as const)('the easier end of %s is %s', (name, better) => {
    expect(reversedIn(name, ['1', '5']).ces.better).toBe(better);
  });
});

describe('a column turned round', () => {
  const about = { name: '', reversed: true, sure: false };
  const five: Question = { scale: 5, better: 'high', effort: false };
  const all = (cells: readonly string[], question: Question) => {
    const { fault, read } = readColumn(cells, question, about);
    return fault ?? cells.map(read);
  };
  test('has its numbers turned, and words that stand for numbers; what words are worth stays', () => {
    expect(all(['1', '2', '5'], five)).toEqual([5, 4, 1]);
    expect(all(['1-非常满意', '2', '5-非常不满意'], five)).toEqual([5, 4, 1]);
    expect(all(['非常满意', '不满意'], five)).toEqual([5, 2]);
    expect(all(['非常同意', '不同意'], five)).toEqual([1, 4]);
    expect(all(['总是', '从不'], five)).toEqual([1, 5]);
    expect(all(['0-非常愿意', '8', '10-完全不愿意'], 'nps')).toEqual([10, 2, 0]);
    expect(all(['1-非常不满意', '5'], five)).toBe('contradiction');
  });
});

describe('a column of another scale than it is read in', () => {
  const named = (name: string, sure = false) => ({ name, reversed: false, sure });
  const five: Question = { scale: 5, better: 'high', effort: false };
  test('is not read: its name states another, or nobody recommends with more than 7', () => {
    expect(readColumn(['3', '5'], five, named('总体满意度（1-10分）')).fault).toBe('other-scale');
    expect(readColumn(['3', '5'], five, named('总体满意度（1-5分）')).fault).toBeNull();
    expect(readColumn(['4', '5'], 'nps', named('推荐（1-5分）')).fault).toBe('other-scale');
    expect(readColumn(['4', '7'], 'nps', named('推荐')).fault).toBe('short-scale');
    expect(readColumn(['4', '7'], 'nps', named('推荐（0-10分）')).fault).toBeNull();
    expect(readColumn(['4', '7'], 'nps', named('推荐', true)).fault).toBeNull();
    expect(readColumn(['4', '8'], 'nps', named('推荐')).fault).toBeNull();
  });

  test('is guessed in the scale that its name states', () => {
    expect(guessUses([{ name: '客服专业（1-7分）', values: ['3', '5'] }]).mapping.scale).toBe(7);
    expect(guessUses([{ name: '办理业务很容易（1-7）', values: ['3', '5'] }]).mapping.ces.scale).toBe(7);
  });
});
