import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../server/core/mention/facts.ts';
import { harmFacts } from '../../../server/core/mention/harm-facts.ts';
import { realReader } from '../../support/ingest.ts';
import { makeMention } from '../../support/make.ts';

/** As the reader itself reads it. */
const harmOf = (text: string) => {
  const analysis = realReader().read(text);
  return factsOf(makeMention({ post: { text }, analysis }), null)
    .map(({ name }) => name)
    .filter((name) => name.startsWith('harm.'));
};

describe('who came to harm', () => {
  test.each(['食堂的肉发霉了还给孩子吃，太恶心了', '餐厅吃出蟑螂', '食堂的肉都长毛了，气炸了'])(
    'nobody: %s',
    (text) => expect(harmOf(text)).toEqual([]),
  );

  test.each([
    '孩子昨晚在食堂吃完饭上吐下泻，现在在医院',
    '食堂食物中毒，学校还不承认，气愤',
    '好几个学生拉肚子发烧，疑似食物中毒',
  ])('somebody: %s', (text) => expect(harmOf(text)).toEqual(['harm.one']));

  test.each([
    '14名学生腹泻送医',
    '14个孩子在医院输液，食堂的饭有问题',
    '十二个孩子吃了食堂的饭上吐下泻',
    '我们班有15个孩子，昨天中午吃了食堂的饭，晚上都上吐下泻',
  ])('five or more: %s', (text) => expect(harmOf(text)).toEqual(['harm.one', 'harm.many']));

  test('thirty or more', () => {
    expect(harmOf('食堂食物中毒，几十名学生送医抢救')).toEqual(['harm.one', 'harm.many', 'harm.mass']);
  });

  test('a number of other things counts nobody', () => {
    const claims = [{ category: 'food_poisoning', terms: ['上吐下泻'] }];
    expect(harmFacts('上吐下泻，排队等了30分钟，花了50元。200个人在食堂吃饭', claims)).toEqual(['harm.one']);
  });

  const food = [{ category: 'food_poisoning', terms: ['拉肚子'] }];
  const injury = [{ category: 'injury', terms: ['受伤'] }];

  test.each([
    '我们学校三千学生的食堂，我吃完拉肚子了',
    '我们学校三千学生的食堂我吃完拉肚子了',
    '浏览5000人次，学生拉肚子',
    '浏览5000人次的学生拉肚子',
    '群里三百个家长，都说孩子拉肚子',
  ])('who is only there, or reads it, did not fall ill: %s', (text) =>
    expect(harmFacts(text, food)).toEqual(['harm.one']),
  );

  test.each([
    '医院里几百人排队，我妈摔伤了',
    '医院里几百人在排队我妈摔伤了',
    '2000人的厂，有个工友被机器轧伤',
    '2000人的厂有个工友被机器轧伤',
    '2000人规模的工厂有个工友被机器轧伤',
    '3000人的体育场有一人被踩伤',
  ])('nor was hurt: %s', (text) => expect(harmFacts(text, injury)).toEqual([]));

  test.each([
    '14名学生出现呕吐',
    '14名学生，出现呕吐',
    '14名学生，陆续出现发烧',
    '14名学生食物中毒，其中三人住院',
  ])('who fell ill is counted: %s', (text) =>
    expect(harmFacts(text, food)).toEqual(['harm.one', 'harm.many']),
  );

  test.each([
    '已有三十多名孩子住院',
    '上百名学生腹泻',
    '35名学生腹泻的学校被查',
    '35人腹泻排队输液',
    '三十名学生在食堂吃饭后，陆续出现呕吐',
  ])('and is a mass from thirty on: %s', (text) =>
    expect(harmFacts(text, food)).toEqual(['harm.one', 'harm.many', 'harm.mass']),
  );

  test.each(['事故致35人受伤、2人死亡', '38名乘客，不同程度受伤', '40人，均已送医', '两百多人被烫伤'])(
    'as who was hurt: %s',
    (text) => expect(harmFacts(text, injury)).toEqual(['harm.many', 'harm.mass']),
  );

  test('without a claim of harm there is none, however many there are', () => {
    expect(harmFacts('14名学生发烧', [{ category: 'outage', terms: ['停'] }])).toEqual([]);
  });
});

describe('people named two clauses before what they had', () => {
  const food = [{ category: 'food_poisoning', terms: ['拉肚子'] }];
  const MANY = ['harm.one', 'harm.many'];
  const MASS = [...MANY, 'harm.mass'];

  test.each([
    ['我们班有15个孩子，昨天中午吃了食堂的饭，晚上都上吐下泻', MANY],
    ['我们班15个同学，中午在食堂吃了鸡腿，下午全都拉肚子', MANY],
    ['公司聚餐去了12个人，吃了他家的生蚝，回来全部腹泻', MANY],
    ['我们一行八个人，在这家店吃了火锅，当天晚上集体上吐下泻', MANY],
    ['宿舍六个同学，昨晚点了这家外卖，今早陆续发烧呕吐', MANY],
    ['车间有20名员工，吃了盒饭，没多久就先后呕吐', MANY],
    ['14名学生，在校门口买了奶茶喝，随后出现呕吐', MANY],
    ['班里有三十多个孩子，喝了学校发的牛奶，第二天都拉肚子了', MASS],
    ['旅行团35名旅客，在景区餐厅用餐，回到酒店后相继腹泻', MASS],
    ['一家五口人，吃了超市买的卤菜，半夜都被送医抢救', MANY],
    ['幼儿园小班有18个娃，早上吃了加餐，中午都吐了', MANY],
    ['养老院40位老人，吃了晚饭，夜里都出现腹泻', MASS],
    ['同事七个人，喝了桶装水，下午都肚子疼', MANY],
    ['我们部门有9个人，中午订了这家盒饭，吃完后，晚上全部拉肚子', MANY],
    ['师生23人，午餐吃了凉拌菜，下午陆续呕吐送医', MANY],
    ['上百名学生，中午在食堂就餐，下午先后腹痛', MASS],
  ])('%s', (text, harm) => expect(harmFacts(text, food)).toEqual(harm));

  test.each([
    '我们班有15个孩子，昨天中午吃了食堂的饭，我家孩子晚上上吐下泻',
    '我们班有15个孩子，昨天吃了食堂的饭，其中一个拉肚子',
    '我们班有15个孩子，昨天中午吃了食堂的饭，晚上都没有拉肚子，就我拉肚子',
    '我们班有15个孩子，昨天吃了食堂的饭，晚上拉肚子',
    '班里有40个同学，中午都在食堂吃饭，我晚上拉肚子了',
    '店里有二十个人，都在排队，我吃完就拉肚子',
    '花了15元，吃了一份炒饭，晚上都拉肚子了',
    '15号，吃了他家的饭，晚上都拉肚子',
    '15号楼，中午吃了盒饭，晚上都拉肚子',
    '15个订单，中午吃了，晚上都拉肚子',
    '点了15份套餐，大家吃了，晚上都拉肚子',
    '群里有三百个家长，昨天看了通知，都说孩子拉肚子',
    '群里有三百个家长，都吃过他家，都说拉肚子',
    '公司有200人，昨天聚餐，有个同事拉肚子',
    '学校有1200名学生，昨天食堂吃的换了供应商，今天有人呕吐',
    '一共来了30个人，吃了海鲜，晚上老板说没人拉肚子',
    '我们去了10个人，吃了烧烤，就我一个拉肚子',
    '店里坐了50个人，吃了一口就想吐，我妈当晚都住院了',
    '小区500个居民，投诉了很多次，孩子都拉肚子了',
    '楼下15个老人，天天跳广场舞，吵得我都发烧了',
    '评论区100个人，都说好吃，我吃完都拉肚子',
    '带了6个人，吃了顿饭，花了800，回来只有孩子拉肚子',
    '排队15个人，等了一小时，吃完都拉肚子',
    '14名学生，昨天参加比赛，老师晚上呕吐',
    '店里15个员工，没一个戴口罩，吃完都拉肚子',
    '3000人的学校，吃了食堂的饭，都拉肚子',
    '浏览5000人，吃过的，都说拉肚子',
  ])('and not: %s', (text) => expect(harmFacts(text, food)).toEqual(['harm.one']));
});
