import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const segments = (text: string) => reader.read(text, {}).segments;

describe('what writers say of themselves', () => {
  test.each([
    ['我今年七十三了,挂个号站了一上午', 'elderly'],
    ['我都八十了,那个验证码根本看不清', 'elderly'],
    ['我这老太太哪会弄这个小程序', 'elderly'],
    ['我一个人带着俩娃挤地铁,电梯又停了', 'family_child'],
    ['家里有个三岁的娃,暖气不热冻得直咳', 'family_child'],
    ['我们开小饭馆的,停气一天就亏一天', 'business'],
    ['八年白金卡会员,休息室都不让进', 'high_spend'],
  ] as const)('%s', (text, segment) => expect(segments(text)).toContain(segment));

  test.each([
    '邻居带着俩娃挤地铁,看着都累',
    '我今年二十了还被当小孩',
    '看到一个老太太取钱站了两小时',
    '等了我七十分钟了',
    '隔壁开小饭馆的又漏油了',
  ])('says nothing of the writer: %s', (text) => {
    for (const segment of ['elderly', 'family_child', 'business', 'high_spend'] as const)
      expect(segments(text)).not.toContain(segment);
  });
});
