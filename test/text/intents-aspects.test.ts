import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string) => reader.read(text);
const intents = (text: string) => read(text).intents.map((one) => one.name);

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
  test('Latin words count whole: no app in happy', () => expect(read('happy day').aspects).toEqual([]));
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
