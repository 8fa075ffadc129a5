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

  test.each(['14名学生腹泻送医', '14个孩子在医院输液，食堂的饭有问题', '十二个孩子吃了食堂的饭上吐下泻'])(
    'five or more: %s',
    (text) => expect(harmOf(text)).toEqual(['harm.one', 'harm.many']),
  );

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
