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
