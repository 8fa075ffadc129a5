import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const events = (text: string) =>
  reader
    .read(text, {})
    .severity.map(({ category }) => category)
    .filter((category) => category !== 'vulnerable');

describe('what a text denies', () => {
  test.each([
    '家里的煤气灶用了八年,没炸过没漏过气',
    '这台充电器从没起火也没爆炸过',
    '集团没有倒闭也没有挤兑',
    '昨晚的声响是放散,没有爆炸、火灾和人员伤亡',
    '娃喝了一罐,不吐奶也不拉肚子',
    '换了新奶粉,没拉过肚子没上过火',
    '打完针没发烧没抽搐',
    '两车刮蹭,没有一个人受伤',
  ])('is no event: %s', (text) => expect(events(text)).toEqual([]));

  test.each([
    ['没系安全带撞死人了还不赔', 'death'],
    ['不是没有爆炸,是你们不让拍', 'fire_explosion'],
    ['通报说没有人员伤亡,可我同学就死在里面', 'death'],
    ['没有通知没有预案,车间就爆炸了', 'fire_explosion'],
    ['这工地没有一天不着火', 'fire_explosion'],
    ['说没有伤亡不等于没有爆炸', 'fire_explosion'],
    ['我不信没有人死亡', 'death'],
    ['全班没有谁不拉肚子', 'food_poisoning'],
  ] as const)('denies nothing else: %s', (text, category) => expect(events(text)).toContain(category));
});

describe('a word of death', () => {
  test.each([
    ['遗书我压在枕头底下了,你们看着办', 'self_harm'],
    ['再不退我养老钱我就从你们营业厅楼上跳楼', 'self_harm'],
    ['遗书写完了[泪]', 'self_harm'],
  ] as const)('is no joke where nobody is glad: %s', (text, category) =>
    expect(events(text)).toContain(category),
  );
});
