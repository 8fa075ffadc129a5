import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);
const severity = (text: string) => read(text).severity.map((one) => one.category);

describe('severity', () => {
  test.each([
    ['笑死我了', []],
    ['慢得急死人了', []],
    ['骨折价清仓', []],
    ['今天组织消防演练,浓烟很大', []],
    ['双十一跳楼价', []],
    ['官方辟谣:食物中毒是谣言', []],
    ['小说里主角被人下毒身亡', []],
    ['这首歌听歌中毒了', []],
    ['超过期限就不能退了', []],
    ['周末一起去逛街', []],
    ['演唱会全城都在听', []],
    ['孩子很可爱', []],
    ['记者来店里采访,很开心', []],
  ])('nothing grave: %s', (text, wanted) => expect(severity(text)).toEqual(wanted));

  test.each([
    ['吃完全家上吐下泻', ['food_poisoning']],
    ['仓库起火了', ['fire_explosion']],
    ['全市停暖三天', ['outage']],
    ['被骗子骗了,原来是传销', ['fraud']],
    ['个人信息泄露', ['privacy_leak']],
    ['地铁里遭遇猥亵', ['sexual_violence']],
    ['公司拖欠工资', ['labor']],
    ['活不下去了,想自杀', ['self_harm']],
    ['工人在井下遇难', ['death']],
  ])('%s', (text, wanted) => expect(severity(text)).toEqual(expect.arrayContaining(wanted)));

  test('gas that poisons is an injury, not a matter of food', () => {
    expect(severity('老人烧炭取暖一氧化碳中毒')).toContain('injury');
    expect(severity('老人烧炭取暖一氧化碳中毒')).not.toContain('food_poisoning');
    expect(severity('吃了隔夜菜食物中毒')).toContain('food_poisoning');
    expect(severity('孩子喝了这个牌子的奶中毒了')).toContain('food_poisoning');
    expect(severity('听说有两个人中毒了')).toEqual(['injury']);
  });

  /** An event is told unless it is denied, played, announced or outlived, whatever else stands before it. */
  const cases = readFileSync(new URL('./told-or-denied.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [category: string, text: string]);
  test.each(cases)('%s: %s', (category, text) => {
    const told = severity(text).filter((each) => each !== 'vulnerable');
    if (category === '-') expect(told).toEqual([]);
    else expect(told).toContain(category);
  });

  test('what is denied is not told', () => expect(severity('现场没有人受伤')).toEqual([]));
  test('doubt lowers confidence', () => {
    const sure = read('工厂爆炸了').severity[0]?.confidence ?? 0;
    const unsure = read('工厂好像爆炸了').severity[0]?.confidence ?? 0;
    expect(unsure).toBeLessThan(sure * 0.7);
    expect(unsure).toBeGreaterThan(0);
  });
  test('children and media count only beside something bad', () => {
    expect(severity('带孩子来玩,很开心')).toEqual([]);
    expect(severity('孩子吃了拉肚子')).toEqual(expect.arrayContaining(['vulnerable', 'food_poisoning']));
  });
  test('a vulnerable victim raises the confidence of what happened', () => {
    const alone = read('有人摔伤骨折').severity.find((one) => one.category === 'injury')?.confidence ?? 0;
    const child = read('小孩摔伤骨折').severity.find((one) => one.category === 'injury')?.confidence ?? 0;
    expect(child).toBeGreaterThan(alone);
  });
  test('the words found are named', () => {
    expect(read('仓库起火,浓烟滚滚').severity[0]?.terms).toEqual(['起火', '浓烟']);
  });
  test('a number with a unit is an amount, not a call for help', () => {
    expect(severity('这件衣服120元')).toEqual([]);
    expect(severity('有人晕倒了,快打120')).toContain('injury');
  });
});
