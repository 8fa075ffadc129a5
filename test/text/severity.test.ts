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

describe('an everyday matter in a grave word', () => {
  test.each([
    ['急诊排队排了三个小时,前面还有四十个人', 'injury'],
    ['急诊电话打不通,一直占线', 'injury'],
    ['孩子发烧去急诊,护士态度差得很', 'injury'],
    ['航班取消,我们被困机场一整夜,没人管', 'fire_explosion'],
    ['新车才开三个月刹车油泄漏,4S店不认', 'fire_explosion'],
    ['外卖骑手罢工,青年路全瘫痪了', 'injury'],
    ['骑手说平台威胁封号,不接单就扣钱', 'sexual_violence'],
    ['小区那边着火了吗?原来是放烟花,吓我一跳', 'fire_explosion'],
    ['邻居猝死,云安保险赔了五十万,幸好买了', 'death'],
  ])('cries nothing: %s', (text, not) => expect(severity(text)).not.toContain(not));

  test.each([
    ['吃完这家烧烤半夜进了急诊', 'injury'],
    ['急诊科送来三个烧伤的工人', 'injury'],
    ['电梯坏了,老人被困两小时', 'fire_explosion'],
    ['列车脱轨,三百人被困隧道', 'fire_explosion'],
    ['大巴在高速起火,多人被困', 'fire_explosion'],
    ['化工厂氯气泄漏,村里都撤了', 'fire_explosion'],
    ['车祸后他全身瘫痪', 'injury'],
    ['他威胁我,说要弄死我全家', 'sexual_violence'],
    ['对面楼着火了?冒出好大的烟,消防来了', 'fire_explosion'],
    ['老公猝死,保险公司拒赔,多亏律师', 'death'],
  ])('is told where it is meant: %s', (text, told) => expect(severity(text)).toContain(told));
});

describe('an accident that its name says the kind of', () => {
  test.each([
    ['某学校发生食品安全事故，多名学生住院', 'food_poisoning'],
    ['发生一起食品安全责任事故，12人就医', 'food_poisoning'],
    ['公司发生数据安全事故，用户信息外流', 'privacy_leak'],
    ['银行出现网络安全事故，APP打不开', 'privacy_leak'],
    ['医院发生用药安全事故，患者死亡', 'injury'],
    ['医疗安全事故频发，太可怕了', 'injury'],
  ])('is no fire: %s', (text, told) => {
    expect(severity(text)).toContain(told);
    expect(severity(text)).not.toContain('fire_explosion');
  });

  test.each(['工地发生安全事故，三人被困', '化工厂发生重大安全事故', '电梯安全事故'])(
    'stays what it is elsewhere: %s',
    (text) => expect(severity(text)).toContain('fire_explosion'),
  );
});
