import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const touchpointsOf = (text: string) => reader.read(text).aspects.map(({ touchpoint }) => touchpoint);

describe('a word that many places have', () => {
  test.each([
    ['格力空调装上就漏水,师傅爽约两次', ['transport', 'stay_dining', 'heating']],
    ['小区电梯停了一周,老人爬十八楼', ['transport']],
    ['电力抢修到半夜两点,辛苦了', ['heating']],
    ['水压太低,三楼就上不去水', ['heating']],
    ['手机温度太高,充电就烫', ['heating']],
    ['幼儿园通知明天停课', ['website']],
    ['小区活动中心关了半年', ['marketing']],
    ['理发店把我头发剪坏了', ['stay_dining']],
    ['食品变质,超市说过期不归他们管', ['stay_dining', 'delivery']],
  ])('tells of no touchpoint by itself: %s', (text, others) => {
    const found = touchpointsOf(text);
    for (const other of others) expect(found).not.toContain(other);
  });

  test.each([
    ['地铁里空调坏了,车厢闷得不行', 'transport'],
    ['地铁站电梯坏了,推轮椅的进不了站', 'transport'],
    ['酒店空调吵,退房还扣押金', 'stay_dining'],
    ['火锅店汤里吃出头发', 'stay_dining'],
    ['暖气片漏水,热力公司不来抢修', 'heating'],
    ['热力站水压上不来,家里冰凉', 'heating'],
    ['官网公告写着今天恢复', 'website'],
    ['直播间活动定金不退', 'marketing'],
    ['外卖超时一小时,饭都凉了', 'delivery'],
  ])('does beside one that is its own: %s', (text, wanted) => expect(touchpointsOf(text)).toContain(wanted));
});

describe('how long one waits, and in vain', () => {
  test.each([
    ['打热线等了40分钟才接,气死了', 'hotline', ['delivery', 'transport']],
    ['热线没人接', 'hotline', ['delivery', 'transport']],
    ['客服电话打了十几遍都打不通', 'hotline', ['delivery', 'transport']],
    ['热线电话排队等了20分钟没人理', 'hotline', ['delivery', 'transport']],
    ['公交车等了40分钟才来', 'transport', ['delivery']],
  ] as const)('where one place is named, names no other: %s', (text, own, others) => {
    const found = touchpointsOf(text);
    expect(found).toContain(own);
    for (const other of others) expect(found).not.toContain(other);
  });

  test('where none is named, it is found by what happened', () => {
    expect(touchpointsOf('等了40分钟才送到,汤都洒了')).toContain('delivery');
  });
});
