import { describe, expect, test } from 'vitest';
import {
  isMerePlea,
  MAX_EXAMPLES,
  type Proposal,
  proposalIn,
  suggestionGroups,
} from '../../../server/core/service/suggestion.ts';
import { NOW } from '../../support/make.ts';

const quoteOf = (text: string) => text.slice(...proposalIn(text));

let made = 0;
function propose(text: string, more: Partial<Proposal> = {}): Proposal {
  made += 1;
  return {
    mentionId: made,
    at: NOW + made,
    author: `h:${made}`,
    platform: '论坛',
    url: null,
    title: null,
    text,
    names: ['云川能源'],
    aspects: [],
    ...more,
  };
}
/** A touchpoint told where its word stands. */
function about(
  touchpoint: 'hotline' | 'heating' | 'billing',
  text: string,
  word: string,
): Proposal['aspects'] {
  const at = text.indexOf(word);
  return [{ touchpoint, span: [at, at + word.length] }];
}

describe('where a text proposes something', () => {
  test('is the sentence with a word of hope, without what stands around it', () => {
    expect(quoteOf('昨天又停暖了。建议你们提前发个短信！谢谢')).toBe('建议你们提前发个短信！');
    expect(quoteOf('停了两次\n\n能不能加开晚班热线？')).toBe('能不能加开晚班热线？');
  });

  test('of a long sentence it is the clause with the word and what follows', () => {
    const long = `今年供暖季从开始到现在我们小区已经停了四次，每次都是下班回到家里才发现暖气冰凉，老人和孩子又都在家里冻着，建议停暖前发通知`;
    expect(quoteOf(long)).toBe('建议停暖前发通知');
  });

  test('without such a word it is the first sentence; nothing has none', () => {
    expect(quoteOf('多开两个窗口就好了。人太多')).toBe('多开两个窗口就好了。');
    expect(quoteOf(' \n')).toBe('');
  });
});

describe('a mere plea', () => {
  const isPlea = (text: string, title: string | null = null) =>
    isMerePlea({ title, text, names: ['云川能源'] });

  test.each([
    '屋里才14度，希望有关部门管管',
    '打了三遍热线都没人接，希望尽快解决',
    '希望领导重视，给个说法',
    '希望蓝桥热力给个合理解释',
    '希望相关单位尽快处理，三天了才14度',
    '暖气片冰凉，希望早点热起来',
    '希望暖气不热的问题能尽快得到解决，老人都冻病了',
    '能不能给我们老百姓一个说法？',
    '能不能管管乱收费',
    '希望尽快恢复供暖',
    '希望云川能源重视，给个说法',
    '应该重视起来',
    '希望快点来人修。建议查一下',
  ])('proposes nothing: %s', (text) => {
    expect(isPlea(text)).toBe(true);
  });

  test.each([
    '希望报修能在App里看到师傅的位置',
    '希望尽快解决，多派几个师傅',
    '希望尽快解决，也希望热线能留言',
    '希望重视起来。建议停暖前发通知',
    '希望提高处理速度',
    '希望处理进度能查到',
    '建议报修后24小时内解决',
    '最好有专人负责登记报修',
    '希望管道换新',
    '希望客服回复快一点',
    '应该先解决老旧管网，再谈涨价',
    '希望暖气再热一点',
    '多开两个窗口就好了',
    '希望重视老年人用餐问题，设老年窗口',
  ])('is not what says what is to be done: %s', (text) => {
    expect(isPlea(text)).toBe(false);
  });

  test('hides no proposal beside it: that is what is quoted, also out of the title', () => {
    expect(quoteOf('希望有关部门管管。建议停暖前发短信！')).toBe('建议停暖前发短信！');
    const long =
      '今年供暖季从开始到现在我们小区已经停了四次，每次都是下班回到家里才发现暖气冰凉，希望领导重视，也希望报修能在App里看到师傅';
    expect(quoteOf(long)).toBe('也希望报修能在App里看到师傅');
    expect(isPlea('希望尽快解决', '建议供暖前先试水')).toBe(false);
    const [group] = suggestionGroups([propose('希望尽快解决', { title: '建议供暖前先试水' })]);
    expect(group?.examples[0]?.quote).toBe('建议供暖前先试水');
  });

  test('is told in no time, however long a post is made', () => {
    const long = `希望${'人大家部门问题能尽快'.repeat(20_000)}`;
    const start = performance.now();
    expect(isPlea(long)).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('what people propose', () => {
  test('goes to the touchpoint named in the proposal, not to one named before', () => {
    const text = '热线打不通。希望暖气再热一点';
    const aspects = [...about('hotline', text, '热线'), ...about('heating', text, '暖气')];
    expect(suggestionGroups([propose(text, { aspects })])).toMatchObject([
      { touchpoint: 'heating', people: 1, examples: [{ quote: '希望暖气再热一点' }] },
    ]);
  });

  test('goes to what is named after the word of hope, where the same sentence complains of another', () => {
    const text = '供热这么贵，建议热线加人';
    const aspects = [...about('heating', text, '供热'), ...about('hotline', text, '热线')];
    expect(suggestionGroups([propose(text, { aspects })])[0]?.touchpoint).toBe('hotline');
    const turned = '热线这么难打，能不能加人';
    expect(suggestionGroups([propose(turned, { aspects: about('hotline', turned, '热线') })])).toMatchObject([
      { touchpoint: 'hotline' },
    ]);
  });

  test('is counted by people, most first, and what is about no touchpoint comes last', () => {
    const hotline = '建议热线加人';
    const groups = suggestionGroups([
      propose('建议办好一点'),
      propose('希望越办越好'),
      propose('应该贴近用户'),
      propose(hotline, { author: 'h:same', aspects: about('hotline', hotline, '热线') }),
      propose(`${hotline}手`, { author: 'h:same', aspects: about('hotline', hotline, '热线') }),
      propose('建议账单写细一点', { aspects: about('billing', '建议账单写细一点', '账单') }),
      propose('账单能不能按月发', { aspects: about('billing', '账单能不能按月发', '账单'), author: null }),
    ]);
    expect(groups.map(({ touchpoint, people, suggestions }) => [touchpoint, people, suggestions])).toEqual([
      ['billing', 2, 2],
      ['hotline', 1, 2],
      [null, 3, 3],
    ]);
  });

  test('in the same words is shown once, by the newest, and how often; only so many are shown', () => {
    const same = ['建议加开晚班热线', '建议加开晚班热线！', ' 建议加开晚班热线。'].map((text) =>
      propose(text),
    );
    const things = ['早班', '停车位', '雨棚', '充电桩', '座椅', '饮水机', '儿童区', '母婴室', '无障碍通道'];
    const others = things.map((thing) => propose(`希望有${thing}`));
    const [group] = suggestionGroups([...same, ...others]);
    expect(group?.examples).toHaveLength(MAX_EXAMPLES);
    expect(group?.examples[0]).toMatchObject({ times: 3, mentionId: same[2]?.mentionId });
    expect(group?.suggestions).toBe(12);
  });

  test('of the same thing in other words is one, told by the newest with how many', () => {
    const [group] = suggestionGroups([
      propose('建议在东湖花园增加一个缴费点，爸妈家老人不会用手机'),
      propose('建议增加缴费点'),
      propose('建议观澜家园增加一个缴费点，16层西户'),
      propose('建议账单写细一点'),
    ]);
    expect(group?.examples.map(({ quote, times }) => [quote.slice(0, 8), times])).toEqual([
      ['建议观澜家园增加', 3],
      ['建议账单写细一点', 1],
    ]);
  });

  test('in a title alone is quoted from there', () => {
    const [group] = suggestionGroups([
      propose('去年就这样', { title: '建议供暖前先试水', aspects: about('heating', '去年就这样', '去年') }),
    ]);
    expect(group).toMatchObject({ touchpoint: 'heating', examples: [{ quote: '建议供暖前先试水' }] });
  });
});
