import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);

describe('segments are what writers say they are', () => {
  test.each([
    ['我一个70岁的老人,不会用智能机,太难了', 'elderly'],
    ['我今年六十八岁,排了两个小时', 'elderly'],
    ['我是大学生,会员太贵了', 'young'],
    ['作为宝妈,这车位太不方便', 'family_child'],
    ['我们公司的发票一直开不出来', 'business'],
    ['我看不懂这个账单', 'plain_language'],
  ])('%s', (text, segment) => {
    expect(read(text).segments).toContain(segment);
  });

  test.each([
    '家里有老人和孩子冻得不行',
    '我看到一个老人摔倒了',
    '学生都在排队',
    '我们小区的老人没人管',
    '小朋友很喜欢',
  ])('others are spoken of: %s', (text) => {
    expect(read(text).segments).toEqual([]);
  });
});

describe('root causes', () => {
  test.each([
    ['来回跑了四趟,部门之间踢皮球,太气人了', 'process'],
    ['客服不专业,一问三不知,差评', 'staff'],
    ['又闪退又死机,垃圾软件', 'product_tech'],
    ['虚假宣传,说好的赠品没有,失望', 'expectation_mismatch'],
  ])('%s', (text, cause) => {
    expect(read(text).rootCauses).toContain(cause);
  });

  test('a pleased writer names none', () => {
    expect(read('排队很快,新人也很专业,好评').rootCauses).toEqual([]);
  });
});

describe('sarcasm', () => {
  test('praise of what was bad is suspected, praise is not', () => {
    expect(read('真是太贴心了呢,让我等了三个小时').sarcasm).toBeGreaterThanOrEqual(0.5);
    expect(read('师傅很贴心,等了五分钟就到了').sarcasm).toBeLessThan(0.5);
  });
});

describe('what was promised and what came', () => {
  test.each([
    ['说好5分钟,结果等了10分钟', 5, 10, 'minute'],
    ['承诺三天到货,实际用了一周', 3, 7, 'day'],
    ['说好半小时,等了两个小时才来', 0.5, 2, 'hour'],
  ])('%s', (text, expected, actual, unit) => {
    expect(read(text).aspects).toContainEqual(expect.objectContaining({ expected, actual, unit }));
  });
});
