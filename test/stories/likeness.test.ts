import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lettersOf } from '../../server/stories/letters.ts';
import { copyScore, likeness } from '../../server/stories/likeness.ts';
import { passagesOf } from '../../server/stories/passages.ts';

const read = (text: string, title: string | null = null) => passagesOf(lettersOf(title, text));
const isCopy = (a: string, b: string) => likeness(read(a), read(b)).copy;

const RUMOUR =
  '昨天半夜云州第二水厂的阀门裂了,城东六个小区到今早还没有水。物业群里说要修三天,可热线一直打不通。家里有老人和婴儿的都在排队接消防车的水。';

const twins = (one: string, other: string, rest: string): [string, string] => [
  `${one}${rest}`,
  `${other}${rest}`,
];

describe('an edited text is a copy', () => {
  const edits: readonly [string, string][] = [
    ['whole, with other width and punctuation', RUMOUR.replaceAll(',', ' ， ').replaceAll('。', '!!')],
    ['in traditional characters', RUMOUR.replace('阀门裂了', '閥門裂了').replace('没有水', '沒有水')],
    [
      'with single characters dropped, doubled and put in',
      RUMOUR.replace('阀门', '阀~门的').replace('三天', '天'),
    ],
    ['cut short', `${RUMOUR.slice(0, 44)}……`],
    ['with a sentence dropped', RUMOUR.replace('物业群里说要修三天,可热线一直打不通。', '')],
    ['with its sentences in another order', `${RUMOUR.slice(32)}${RUMOUR.slice(0, 32)}`],
    ['passed on', `转发微博 //@云州城东老张:${RUMOUR}`],
    ['with a call before it', `扩散!!求转!! ${RUMOUR}`],
    [
      'with an advertisement after it',
      `${RUMOUR} 更多本地消息请关注公众号,点击下方阅读原文 http://t.cn/Az9xQ1`,
    ],
    ['half quoted', `我在群里看到:“${RUMOUR.slice(0, 47)}”,这到底是真是假?有没有人出来说一句`],
  ];
  test.each(edits)('%s', (_name, edited) => {
    expect(edited).not.toBe(RUMOUR);
    expect(isCopy(RUMOUR, edited)).toBe(true);
  });
});

describe('a text of few words is a copy when next to nothing tells it apart', () => {
  test.each([
    ['the very same', '客服热线从早到晚打不通'.concat('啊啊'), '客服热线,从早到晚打不通啊啊!!'],
    ['with a word before it', '自助注册第一步就闪退真垃圾', '转: 自助注册第一步就闪退真垃圾'],
    ['cut short', '登录密码忘记了怎么办,怎么没有找回密码这一项', '登录密码忘记了怎么办,怎么没有…'],
    ['with a place in both', '北京站的自动扶梯今天又停了', '北京站的自动扶梯今天又停了,谁来管'],
  ])('%s', (_name, a, b) => expect(isCopy(a, b)).toBe(true));
});

describe('another text is none', () => {
  const others: readonly [string, string, string][] = [
    [
      'another account of the same event',
      RUMOUR,
      '云州水务通报:二水厂主阀故障,城东片区停水,预计今晚恢复,已调派送水车十二辆,热线增开坐席。',
    ],
    [
      'the next bulletin',
      '截至3月4日24时,云州累计报告病例62例,治愈出院19例,在治重症8例,尚在观察763人。',
      '截至3月5日24时,云州累计报告病例71例,治愈出院25例,在治重症6例,尚在观察702人。',
    ],
    [
      'the same complaint of another building',
      '反映翠湖小区5号楼电梯坏了两个星期没有人来修',
      '反映翠湖小区15号楼电梯坏了两个星期没有人来修',
    ],
    [
      'the same complaint of another neighbourhood',
      '反映幸福小区的供暖问题:交了全年的暖气费,室内温度只有十三度,打了好几次热线都说正在处理,希望尽快解决。',
      '反映阳光小区的供暖问题:交了全年的暖气费,室内温度只有十三度,打了好几次热线都说正在处理,希望尽快解决。',
    ],
    [
      'the same complaint about another firm',
      '在云州安居物业公司交了一年的物业费,电梯坏了没有人修,垃圾也没有人清,打电话一直说在派单。',
      '在江北恒信物业公司交了一年的物业费,电梯坏了没有人修,垃圾也没有人清,打电话一直说在派单。',
    ],
    [
      'the same complaint of another town',
      ...twins('北京', '上海', '城东线早高峰又晚点了,站台上人挤人,广播也没有说原因。'),
    ],
    [
      'the same complaint of another bank',
      ...twins('工商银行', '建设银行', '的客服电话打了一个上午都没有人接,太差了'),
    ],
    ['a short one that denies the other', '新版本现在可以用指纹登录了', '新版本现在不可以用指纹登录了'],
    ['a short one with another figure', '排队等了3个小时还没有轮到我', '排队等了5个小时还没有轮到我'],
    [
      'few words that a longer text begins otherwise with',
      '更新之后就完全打不开了',
      '昨天晚上更新之后就完全打不开了,重装也没用,急着转账',
    ],
    ['a review of few words', '物流很快,东西不错,好评', '物流很快,东西不错,好评!!'],
    [
      'one word over and over',
      '闪退闪退闪退闪退闪退闪退闪退闪退闪退',
      '闪退闪退闪退闪退闪退闪退闪退闪退闪退闪退闪退',
    ],
    [
      'an opinion under the same tag',
      '#云州停水三天大家怎么看# 我家没停,可单位那边停了',
      '#云州停水三天大家怎么看# 建议早点公布检修计划,别总是让人猜',
    ],
    [
      'an article that holds one sentence of it',
      '热线一直打不通,家里有老人的都在排队接消防车的水。',
      `【观察】${'一座城市怎样准备停水,看的是平时有没有把管网当回事。各地的办法不同,有的提前一周发短信,有的只在楼道贴一张纸。'}热线一直打不通,家里有老人的都在排队接消防车的水。${'专家说,应急预案要落到每一个泵站,演练也要让居民知道,否则到了晚上谁也不清楚该找谁。'}`,
    ],
    [
      'a notice with the same opening',
      '云州市第五届全民健身运动会武术比赛现场,男子剑术',
      '云州市第五届全民健身运动会武术比赛现场,少年组集体长拳',
    ],
  ];
  test.each(others)('%s', (_name, a, b) => expect(isCopy(a, b)).toBe(false));
});

test('a title that the text repeats changes nothing', () => {
  const title = RUMOUR.slice(0, 17);
  expect(lettersOf(title, RUMOUR)).toEqual(lettersOf(null, RUMOUR));
  expect(likeness(read(RUMOUR.slice(17), title), read(RUMOUR))).toMatchObject({ copy: true, score: 1 });
});

describe('whatever is compared', () => {
  const words = [
    '停水',
    '热线',
    '三天',
    '12',
    '号楼',
    '没人管',
    '小区',
    '。',
    'Ａ',
    '的',
    '\ud83d',
    '老人排队',
  ];
  const text = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(''));

  test('the order of the two does not matter, and scores of copies are a half and more', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, other] = [likeness(read(a), read(b)), likeness(read(b), read(a))];
        expect(one).toEqual(other);
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        expect(one.score >= 0.5).toBe(one.copy);
      }),
    );
  });

  test('the quick look for copies says what the whole comparison says', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (a, b, framed) => {
        const [one, other] = [read(a), read(framed ? `${b}${a}` : b)];
        const { copy, score } = likeness(one, other);
        expect(copyScore(one, other)).toBe(copy ? score : null);
      }),
    );
  });

  test('a text is a copy of itself exactly when it is long and various enough', () => {
    fc.assert(
      fc.property(text, (a) => {
        const passages = read(a);
        expect(likeness(passages, passages)).toEqual(
          passages.comparable ? { copy: true, score: 1 } : { copy: false, score: 0 },
        );
      }),
    );
  });
});
