import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/core/analysis.ts';
import { toContract } from '../../server/text/analyse.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);
const score = (text: string) => read(text).sentiment.score;
const label = (text: string) => read(text).sentiment.label;
const severity = (text: string) => read(text).severity.map((one) => one.category);
const intents = (text: string) => read(text).intents.map((one) => one.name);
const emotion = (text: string) => {
  const [first] = Object.entries(read(text).emotion).sort((a, b) => b[1] - a[1]);
  return first?.[0];
};

describe('negation and degree', () => {
  test.each([
    ['师傅不专业', -1],
    ['一点都不方便', -1],
    ['服务不错', 1],
    ['没毛病,挺好用', 1],
    ['不得不说这家店真好', 1],
    ['味道不怎么好', -1],
    ['从来没有失望过', 1],
    ['客服并不耐心', -1],
    ['没想到这么好用', 1],
    ['这次没踩雷', 1],
  ])('%s', (text, wanted) => expect(label(text)).toBe(wanted));

  test('a degree word strengthens what follows it, a weak one softens it', () => {
    expect(score('非常满意')).toBeGreaterThan(score('满意'));
    expect(score('有点失望')).toBeGreaterThan(score('失望'));
    expect(score('极其失望')).toBeLessThan(score('失望'));
  });

  test('特别 and 区别 hold no negation', () => expect(label('特别好吃')).toBe(1));
  test('one character inside another word is not read: 差不多, 好像, 多少, 凉快', () => {
    expect(read('差不多就这样好像多少都行').evidence.map((one) => one.text)).not.toContain('差');
    expect(read('这里好像有人').evidence).toEqual([]);
  });
});

describe('turns, questions, irony', () => {
  test.each([
    ['虽然贵,但是真的好用', 1],
    ['网速不错,但是客服太差了', -1],
    ['不愧是大公司,又停电了', -1],
    ['真是贴心呢,让我等了两个小时', -1],
    ['谢谢你们让我白跑一趟', -1],
    ['呵呵,好一个良心企业', -1],
    ['yyds个屁', -1],
    ['这也叫五星级服务?', -1],
    ['把用户当傻子', -1],
  ])('%s', (text, wanted) => expect(label(text)).toBe(wanted));

  test('praise in a question counts little', () => {
    expect(score('这家店好吃吗?')).toBeLessThan(score('这家店好吃') / 2);
    expect(label('这个好用吗')).toBe(0);
  });

  test('a word of sarcasm without anything negative turns nothing', () => {
    expect(label('厉害了,太棒了,非常满意')).toBe(1);
  });
});

describe('emoji and slang', () => {
  test.each([
    ['👍👍', 1],
    ['😡😡😡', -1],
    ['❤️', 1],
    ['[赞]送货很快', 1],
    ['东西收到了[怒]', -1],
    ['绝绝子,YYDS', 1],
    ['纯纯智商税', -1],
    ['SB客服', -1],
  ])('%s', (text, wanted) => expect(label(text)).toBe(wanted));

  test('slang with case is read in its own case only', () => {
    expect(read('联系NT部门').evidence).toEqual([]);
  });
  test('Latin words count whole: no nt in want, no app in happy', () => {
    expect(read('i want it').evidence).toEqual([]);
    expect(read('happy day').aspects).toEqual([]);
  });
  test('a number with a unit is an amount, not a code', () => {
    expect(severity('这件衣服120元')).toEqual([]);
    expect(severity('有人晕倒了,快打120')).toContain('injury');
    expect(read('家里6口人').evidence).toEqual([]);
  });
});

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
});

describe('intents', () => {
  test.each([
    ['请问营业厅几点开门?', 'question'],
    ['太棒了,强烈推荐给大家', 'praise'],
    ['希望能增加班次', 'suggestion'],
    ['听说这家公司要倒闭,真的假的', 'rumour'],
    ['求助!老人在家没有暖气', 'help'],
    ['再不解决我就打12345', 'escalation_threat'],
    ['再也不买了,卸载', 'boycott_churn'],
    ['加微信免费领优惠券', 'spam'],
    ['我要投诉', 'complaint'],
  ])('%s: %s', (text, wanted) => expect(intents(text)).toContain(wanted));

  test('a complaint is derived where no word of complaint stands', () => {
    expect(intents('前台爱答不理,房间有霉味')).toContain('complaint');
    expect(intents('报修五次了,一直没人来')).toContain('complaint');
  });
  test('praise words in an angry text are no praise', () => {
    expect(intents('谢谢你们把我冻病了')).not.toContain('praise');
  });
});

describe('complaints without a word of displeasure', () => {
  test.each([
    ['报修的单子一周了还没人来'],
    ['跑了三趟,窗口都关着'],
    ['打了十几次电话'],
    ['快递箱子压烂了'],
    ['价格涨了,分量却少了'],
    ['工单显示已处理,其实根本没修'],
    ['才用两天就坏了'],
  ])('%s', (text) => expect(label(text)).toBe(-1));
});

describe('aspects and amounts', () => {
  test('promise and outcome come out as expected and actual', () => {
    const [aspect] = read('说好5分钟响应,结果等了10分钟才有人理').aspects;
    expect(aspect).toMatchObject({
      expected: 5,
      actual: 10,
      unit: 'minute',
      servqual: 'responsiveness',
      polarity: -1,
    });
  });
  test('outcome is told in the unit of the promise', () => {
    const [aspect] = read('承诺24小时上门,结果拖了3天').aspects;
    expect(aspect).toMatchObject({ expected: 24, actual: 72, unit: 'hour' });
  });
  test('Chinese numerals are read', () => {
    const [aspect] = read('在营业厅排了两个半小时').aspects;
    expect(aspect).toMatchObject({ actual: 2.5, unit: 'hour' });
  });
  test('a cold room is measured against 18 °C', () => {
    const aspect = read('家里室温只有15度').aspects.find((one) => one.unit === 'celsius');
    expect(aspect).toMatchObject({ expected: 18, actual: 15, touchpoint: 'heating', polarity: -1 });
  });
  test('praise and blame stay with their own clause', () => {
    const { aspects } = read('快递很快,客服电话打不通');
    expect(aspects.find((one) => one.touchpoint === 'delivery')?.polarity).toBe(1);
    expect(aspects.find((one) => one.touchpoint === 'hotline')?.polarity).toBe(-1);
  });
});

describe('evidence', () => {
  const sum = (analysis: Analysis) => analysis.evidence.reduce((total, one) => total + one.weight, 0);

  test.each([
    ['虽然送得慢,但是师傅非常专业👍'],
    ['真是太贴心了呢,让我等了三个小时才来人'],
    ['这家店一般般,不功不过'],
    ['仓库起火了,没人管'],
  ])('weights sum to the score before squashing: %s', (text) => {
    const analysis = read(text);
    expect(Math.tanh(sum(analysis))).toBeCloseTo(analysis.sentiment.score, 10);
    for (const { span, text: words } of analysis.evidence) expect(text.slice(...span)).toBe(words);
  });

  test('spans refer to the text as given, however it is written', () => {
    const text = '  客服\u200b态度　很\u202e差…  ＴＭＤ';
    for (const { span, text: words } of read(text).evidence) expect(text.slice(...span)).toBe(words);
    expect(read(text).evidence.map((one) => one.text)).toContain('ＴＭＤ');
  });

  test('a rating shifts the score and is told as evidence', () => {
    expect(reader.read('周三收到的', { rating: 1 }).sentiment.label).toBe(-1);
    expect(reader.read('周三收到的', { rating: 5 }).sentiment.label).toBe(1);
    const analysis = reader.read('太差了', { rating: 5 });
    expect(Math.tanh(sum(analysis))).toBeCloseTo(analysis.sentiment.score, 10);
    expect(analysis.evidence.at(-1)).toMatchObject({ span: [0, 0], text: '5★' });
  });

  test('a title is read, and its words have no span in the text', () => {
    const analysis = reader.read('详情如下', { title: '垃圾公司' });
    expect(analysis.sentiment.label).toBe(-1);
    expect(analysis.evidence[0]).toMatchObject({ span: [0, 0], text: '垃圾' });
  });

  test('probabilities sum to 1 and agree with the label', () => {
    for (const text of ['好', '差', '', '今天周三', '太棒了,就是有点贵']) {
      const { negative, neutral, positive, label: said } = read(text).sentiment;
      expect(negative + neutral + positive).toBeCloseTo(1, 10);
      const most = Math.max(negative, neutral, positive);
      expect([negative, neutral, positive].indexOf(most) - 1).toBe(said);
    }
  });
});

describe('emotion', () => {
  test.each([
    ['气死我了,太过分了', 'anger'],
    ['好难过,哭了一晚上', 'sadness'],
    ['太可怕了,不敢出门', 'fear'],
    ['好开心,太幸福了', 'joy'],
    ['今天下午三点开会', 'neutral'],
  ])('%s: %s', (text, wanted) => expect(emotion(text)).toBe(wanted));
});

describe('traditional, full width, marks', () => {
  test('traditional text reads as simplified does', () => {
    expect(label('這個服務態度很差,電話打不通')).toBe(-1);
    expect(read('暖氣停了三天,打客服電話沒人接').aspects.map((one) => one.touchpoint)).toContain('hotline');
    expect(score('師傅很專業')).toBeCloseTo(score('师傅很专业'), 10);
  });
  test('full-width letters and marks read as their plain forms', () => {
    expect(score('ＡＰＰ闪退，垃圾！')).toBeCloseTo(score('APP闪退,垃圾!'), 10);
  });
  test('zero-width and right-to-left marks hide nothing', () => {
    expect(score('垃\u200b圾\u202e')).toBeCloseTo(score('垃圾'), 10);
  });
  test('reading aids are taken out: 服(fú)務(wù)差', () => expect(label('服(fú)務(wù)太差')).toBe(-1));
  test('links and user names are not read', () => {
    expect(read('看 https://example.com/happy?sb=tmd').evidence).toEqual([]);
    expect(read('@垃圾王 你好').evidence).toEqual([]);
  });
});

describe('bad input', () => {
  test('an empty text is neutral, of no quality, and says nothing', () => {
    const analysis = read('');
    expect(analysis.sentiment.label).toBe(0);
    expect(analysis).toMatchObject({
      quality: 0,
      intents: [],
      severity: [],
      aspects: [],
      evidence: [],
      places: [],
    });
  });
  test('lone surrogates are read around', () => expect(label('\ud800太差了\udc00')).toBe(-1));
  test('markup is low quality, and is read as text', () => {
    const analysis = read('<script>alert(1)</script><div><span>javascript cookie copyright</span></div>');
    expect(analysis.quality).toBeLessThan(0.5);
  });
  test('mojibake is low quality', () => expect(read('锟斤拷锟斤拷烫烫烫鈥滄垜').quality).toBeLessThan(0.4));
  test('a list of numbers is low quality', () => {
    expect(read('2024-01-01 12:30:45 | 1234.56 | 7890 | 3.14159 | 42').quality).toBeLessThan(0.3);
  });
  test('a plain sentence is of full quality', () =>
    expect(read('今天家里的暖气还是不热,打电话没人接').quality).toBe(1));
  test.each([
    ['暖气不热', 'zh'],
    ['the heating is broken again', 'en'],
    ['暖房が壊れた。サービスがひどいです', 'other'],
    ['12345', 'other'],
  ])('language of %s is %s', (text, wanted) => expect(read(text).language).toBe(wanted));

  test.each([
    ['一个字', '好'],
    ['没有标点', '客服打不通等了好久'],
    ['引号和括号', '“('],
    ['数字', '等了1'],
    ['说好', '说好5分钟'],
    ['空白', ' \n\t'],
  ])('200,000 characters of %s are read within a second', (_, piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const from = performance.now();
    const analysis = read(text);
    expect(performance.now() - from).toBeLessThan(1_000);
    for (const { span } of analysis.evidence) expect(span[1]).toBeLessThanOrEqual(20_000);
  });
});

describe('places', () => {
  test.each([
    ['阳光小区停暖了', ['阳光小区']],
    ['铁西区和平路漏水', ['铁西区', '和平路']],
    ['我家住幸福家园', ['幸福家园']],
    ['我们小区停电了', []],
    ['老旧小区改造', []],
    ['社区服务很好', []],
    ['这条路很堵', []],
    ['高速公路封路', []],
    ['希望政府管管', []],
    ['影响小区居民', []],
  ])('%s', (text, wanted) => expect(read(text).places).toEqual(wanted));
});

test('one line of the analyse command holds exactly what the contract names', () => {
  const line = toContract('7', read('说好5分钟,结果等了10分钟,太差了'));
  expect(Object.keys(line)).toEqual([
    'id',
    'language',
    'quality',
    'sentiment',
    'emotion',
    'intents',
    'severity',
    'aspects',
    'evidence',
  ]);
  expect(line.id).toBe('7');
});
