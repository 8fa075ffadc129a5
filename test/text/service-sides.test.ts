import { describe, expect, test } from 'vitest';
import type { Servqual } from '../../server/core/reading/analysis.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const sidesOf = (text: string, dimension: Servqual) =>
  reader
    .read(text)
    .aspects.filter(({ servqual }) => servqual === dimension)
    .map(({ polarity }) => polarity);

describe('what was done has a side of its own', () => {
  test.each<[string, Servqual]>([
    ['菜味道一流,环境也漂亮,就是服务员头都没抬', 'empathy'],
    ['房间干净漂亮,前台边嗑瓜子边办入住', 'empathy'],
    ['价格便宜很划算,说好今天送到结果没到', 'reliability'],
    ['环境优雅,音乐好听,菜四十分钟才端上来', 'responsiveness'],
    ['颜值很高很喜欢,可惜用到第三天就趴窝了', 'reliability'],
    ['景色美极了,导游却忽悠老人买玉镯', 'assurance'],
    ['护士很温柔,不过窗口那位把我晾在一边', 'empathy'],
  ])('poor service beside praise: %s', (text, dimension) => expect(sidesOf(text, dimension)).toEqual([-1]));

  test.each<[string, Servqual]>([
    ['暖气坏了很糟心,好在师傅当场就修好了', 'responsiveness'],
    ['路上颠得要命,三十个鸡蛋一个没碎', 'reliability'],
    ['虽然堵车,骑手还是帮我妈把菜拎到楼上', 'empathy'],
  ])('good service beside blame: %s', (text, dimension) => expect(sidesOf(text, dimension)).toEqual([1]));

  test.each<[string, Servqual]>([
    ['排了俩小时就给我看这', 'responsiveness'],
    ['打过去三分钟就挂断', 'responsiveness'],
    ['新壶用了两小时就凉', 'responsiveness'],
    ['扶梯停了,坐轮椅的人走哪儿', 'empathy'],
  ])('what only sounds like it is none: %s', (text, dimension) =>
    expect(sidesOf(text, dimension)).not.toContain(1),
  );
});

describe('a promise', () => {
  test.each([
    ['说好三天到货,两天就送来了', '说好三天到货,五天才送来'],
    ['骑手说还要二十分钟,十五分钟就敲门了', '骑手说还要二十分钟,四十分钟才敲门'],
    ['客服说24小时回电,四小时就回了', '客服说四小时回电,24小时才回'],
  ])('sooner than told is liked, later is not: %s', (sooner, later) => {
    const likes = (text: string) => reader.read(text).sentiment.positive;
    expect(likes(sooner)).toBeGreaterThan(likes(later) + 0.25);
    expect(reader.read(later).sentiment.label).toBe(-1);
  });
});

describe('patience', () => {
  test.each([
    '客服只会说请耐心等待',
    '系统太漂亮了,就是一直提示请您耐心等候',
    '让我们再耐心等几天,都等一个月了',
    '客服换了七个,个个都让我耐心',
  ])('asked of the customer is no praise: %s', (text) => expect(sidesOf(text, 'empathy')).not.toContain(1));

  test('nor does it make a praise of what stands beside it', () =>
    expect(sidesOf('客服只会说请耐心等待', 'responsiveness')).not.toContain(1));

  test.each(['客服很耐心,一直等我找到单号', '师傅耐心等我下楼,很暖', '护士特别有耐心,讲了三遍也不烦'])(
    'of those who serve is: %s',
    (text) => expect(sidesOf(text, 'empathy')).toEqual([1]),
  );
});

describe('a word of praise denied', () => {
  test.each<[string, Servqual]>([
    ['客服一点耐心都没有', 'empathy'],
    ['护士没什么耐心', 'empathy'],
    ['师傅不够专业', 'assurance'],
    ['专业性完全没有', 'assurance'],
    ['这家的维修并不及时', 'responsiveness'],
  ])('%s', (text, dimension) => expect(sidesOf(text, dimension)).toEqual([-1]));

  test.each<[string, Servqual]>([
    ['从来没见过这么耐心的客服', 'empathy'],
    ['不得不说师傅真专业', 'assurance'],
    ['不但专业,而且热情', 'assurance'],
    ['没等几分钟就解决了,很及时', 'responsiveness'],
    ['师傅很专业也不推销', 'assurance'],
  ])('is denied by no other negation: %s', (text, dimension) =>
    expect(sidesOf(text, dimension)).toEqual([1]),
  );
});
