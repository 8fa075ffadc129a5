import { describe, expect, test } from 'vitest';
import { targetOf } from '../../server/core/reading/target.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();

/** Whom an angry post about `subject` is aimed at; that it is angry is given. */
function aimedAt(text: string, subject: string) {
  const read = reader.read(text);
  const analysis = { ...read, sentiment: { ...read.sentiment, label: -1 as const } };
  return targetOf({ title: null, text, analysis, terms: [subject], rivals: [] })?.kind;
}

describe('who lives upstairs is no other user', () => {
  test.each([
    ['楼上又漏水了,物业拖了两个星期都没人来修,恶心', '物业'],
    ['住进去才发现楼上是健身房,一直吵到十二点,酒店前台装傻', '酒店'],
    ['楼上小孩半夜跑来跑去吵死了,物业电话没人接', '物业'],
    ['楼上那户天天往下扔垃圾,素质真低,物业从来不管', '物业'],
    ['宿舍楼上的管子爆了,后勤骂我们多事', '后勤'],
    ['楼上的空调外机吵死了,物业装聋作哑', '物业'],
  ])('%s', (text, subject) => expect(aimedAt(text, subject)).toBe('subject'));

  test.each([
    ['楼上的脑残吧,人家云川热力修得挺快', '云川热力'],
    ['楼上收了多少钱来黑蜀通宽带', '蜀通宽带'],
    ['楼上闭嘴吧,你懂什么,南航没错', '南航'],
    ['回复楼上:你是不是有病,供热站的师傅半夜还在抢修', '供热站'],
  ])('the writer of the post above is: %s', (text, subject) =>
    expect(aimedAt(text, subject)).toBe('other_user'),
  );
});

describe('who is called a troll, or pays for them, is not blamed on other users', () => {
  test.each([
    ['客服居然说我是杠精,蜀通宽带就这素质', '蜀通宽带'],
    ['客服骂我是喷子,这就是海尔的服务?', '海尔'],
    ['投诉两句就被经理骂成键盘侠,云川热力真厉害', '云川热力'],
    ['店家把给差评的都当成黑粉,恶心', '店家'],
    ['你们花钱请水军刷好评有意思吗,退我学费', '学费'],
    ['供热公司雇水军洗白,恶心', '供热公司'],
    ['评论区全是水军,云川热力的暖气明明不热', '云川热力'],
    ['南航空姐骂人,评论区有人说正常,真恶心', '南航'],
  ])('%s', (text, subject) => expect(aimedAt(text, subject)).toBe('subject'));

  test.each([
    ['水军滚粗,天天来黑老渝火锅', '老渝火锅'],
    ['这些杠精真烦,什么都要喷,老渝火锅挺好的', '老渝火锅'],
    ['楼主是不是海尔请来的水军?满嘴胡说', '海尔'],
    ['请水军们闭嘴,南航没错', '南航'],
    ['键盘侠闭嘴,医生已经尽力了', '医生'],
  ])('trolls themselves are: %s', (text, subject) => expect(aimedAt(text, subject)).toBe('other_user'));
});

describe('an account of our subject is not the platform it is on', () => {
  test.each([
    ['热力公司官方微博关评论了,心虚', '热力公司'],
    ['建安银行官方抖音号天天发段子,卡里的钱倒是不见了', '建安银行'],
    ['云川热力的抖音号天天发正能量,真恶心,冻死了', '云川热力'],
  ])('%s', (text, subject) => expect(aimedAt(text, subject)).toBe('subject'));

  test.each(['热力公司的抖音号天天发正能量', '云川热力的抖音号天天发正能量', '微博官方账号删我评论'])(
    'nor is it spoken of: %s',
    (text) => expect(reader.read(text).addressed).toEqual([]),
  );

  test.each([
    ['抖音审核有毛病,把我夸老渝火锅的视频删了', '老渝火锅'],
    ['微博账号被盗了,客服还骂人,跟南航那条没关系', '南航'],
    ['你们微博审核真恶心,我夸南航也删', '南航'],
  ])('the platform itself is: %s', (text, subject) => expect(aimedAt(text, subject)).toBe('platform'));
});

describe('whoever is spoken to is no third party', () => {
  test.each([
    '你们平台退款拖了半个月,客服只会道歉',
    '贵平台扣我保证金不给说法',
    '希望你们这个平台好好管管司机',
  ])('%s', (text) => expect(reader.read(text).addressed).toEqual([]));

  test('another platform is', () => {
    expect(reader.read('那个外卖平台吞了我的红包').addressed).toMatchObject([{ kind: 'platform' }]);
  });
});
