import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../server/core/time.ts';
import { packNames, readNames } from '../../server/stories/name-table.ts';
import { namesOf } from '../../server/stories/names.ts';
import { createStoryGrouper } from '../../server/stories/story-grouper.ts';

const START = Date.UTC(2026, 2, 1);
const termsOf = (text: string) => [...namesOf(null, text).terms];
const shared = (one: string, other: string) => termsOf(one).filter((term) => termsOf(other).includes(term));

describe('names in a text', () => {
  test.each([
    ['a town, with its rank and without', '大连市今天停水', '人在大连,没有水'],
    ['a province for short', '辽宁省多地降温', '辽宁的冬天'],
    ['a person', '董仲舒说过', '那是董仲舒的话'],
    ['what a writer marks, whatever the marks', '看了《不期而遇》', '“不期而遇”今天收官'],
    ['a topic', '#退款太难#又来了', '【退款太难】通报'],
    ['traditional and simplified', '臺灣的朋友', '台湾的朋友'],
  ])('%s is the same name in both', (_, one, other) => {
    expect(shared(one, other)).toHaveLength(1);
  });

  test('the longest name counts, not those within it', () => {
    expect(termsOf('南京市')).toEqual(termsOf('南京'));
    expect(shared('呼和浩特的供暖', '和浩的供暖')).toEqual([]);
  });

  test('a name that comes again is counted, and is there once', () => {
    const { terms, counts } = namesOf('大连停水', '大连又停水,大连市民排队');
    expect([terms.length, counts[0]]).toEqual([1, 3]);
  });

  test('towns are places, people and works are none', () => {
    expect(namesOf(null, '哈尔滨').places).toHaveLength(1);
    expect(namesOf(null, '《不期而遇》').places).toEqual([]);
  });

  test('an everyday complaint names nobody', () => {
    expect(termsOf('打了三次电话都没人接,太差了')).toEqual([]);
  });

  test('any text can be read, and terms are within bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { terms, counts, places } = namesOf(null, text);
        expect(terms.length).toBe(counts.length);
        expect([...terms].every((term) => term >= 1 << 18 && term < 1 << 19)).toBe(true);
        expect(places.every((place) => terms.includes(place))).toBe(true);
      }),
    );
  });
});

test('a file of names is the same in whatever order they come', () => {
  const names = [
    { name: '大连', place: true },
    { name: '董仲舒', place: false },
    { name: '和平', place: false },
    { name: '和平', place: true },
  ];
  expect(packNames(names.toReversed())).toEqual(packNames(names));
});

test('what is shipped knows every capital of a province', () => {
  const capitals =
    '北京 天津 石家庄 太原 呼和浩特 沈阳 长春 哈尔滨 上海 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 南宁 海口 重庆 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐'.split(
      ' ',
    );
  expect(capitals.filter((name) => namesOf(null, name).places.length !== 1)).toEqual([]);
  expect(readNames().kindOf(0)).toBe(0);
});

describe('names and stories', () => {
  const storiesOf = (texts: readonly string[]) => {
    let story = 0;
    const grouper = createStoryGrouper({ nextStory: () => ++story });
    return texts.map((text, at) =>
      grouper.add({ id: at + 1, at: START + at * HOUR, title: null, text, copyOf: null }),
    );
  };
  const cold = (town: string) => `${town}供暖第一天暖气不热,老人裹着被子过夜,热力公司说在排气`;
  const water = (town: string) => `${town}停水,自来水公司说水管爆裂正在抢修`;

  test('what two posts have in common beside their town joins them in one town, not in two', () => {
    expect(storiesOf([cold('大连'), water('大连')])).toEqual([1, 1]);
    expect(storiesOf([cold('大连'), water('青岛')])).toEqual([1, 2]);
  });

  test('a town in full is the town', () => {
    expect(storiesOf([cold('大连'), water('大连市')])).toEqual([1, 1]);
  });
});
