import { expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const events = (text: string) => reader.read(text, {}).severity.map(({ category }) => category);

test.each([
  '绩点一出来我原地爆炸',
  '赶方案赶到猝死边缘,放假快来',
  '这首歌太洗脑了,听到中毒',
  '酒店的卫生纸都发霉了',
  '历史上的今天:1912年游轮沉没一千多人遇难',
])('nobody is woken by %s', (text) => expect(events(text)).toEqual([]));

test.each([
  ['楼下燃气爆炸,玻璃全碎了', 'fire_explosion'],
  ['同事加班猝死了,公司不认', 'death'],
  ['面包发霉了还卖给我', 'food_poisoning'],
] as const)('but by %s', (text, category) => expect(events(text)).toContain(category));

test.each([
  ['原地爆炸,又停水了。刚才楼下燃气爆炸,玻璃全碎了', 'fire_explosion'],
  ['周末带娃看了泰坦尼克,哭惨了。回来路上同事打电话说车间着火了,两个人被烧伤', 'fire_explosion'],
  ['孩子平时就爱打游戏。今天在你们校车上睡着了,孩子被锁在车里两个小时', 'injury'],
] as const)('another sentence silences nothing: %s', (text, category) =>
  expect(events(text)).toContain(category),
);

test.each([
  ['都说猝死的边缘,昨天同事真猝死了', 'death'],
  ['纸箱发霉了,里面的面包也发霉了还卖', 'food_poisoning'],
  ['今天厂里爆炸了,死了两个工友。历史上的今天,五年前也炸过', 'fire_explosion'],
  ['泰坦尼克主题餐厅食物中毒,我们五个人都拉肚子', 'food_poisoning'],
] as const)('an idiom beside an event changes nothing of it: %s', (text, category) =>
  expect(events(text)).toContain(category),
);
