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

  test('without a claim of harm there is none, however many there are', () => {
    expect(harmFacts('14名学生发烧', [{ category: 'outage', terms: ['停'] }])).toEqual([]);
  });
});
