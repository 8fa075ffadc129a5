import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const qualityOf = (text: string) => reader.read(text).quality;
/** Below it a text stays out of statistics. */
const JUNK = 0.3;

const asGbk = (text: string) => new TextDecoder('gbk').decode(Buffer.from(text));
const asLatin = (text: string) => Buffer.from(text).toString('latin1');
const asWindows = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text));

const PLAIN = [
  '暖气片冰凉,孩子写作业手都僵了',
  '医院挂号排了三个小时的队,窗口只开一个。',
  '停水通知',
  '司机骂人',
  '服务好',
];

describe('one sign that no script has', () => {
  test.each([
    '暖气片冰凉,孩子写作业手都僵了\ud83d',
    '快递员把鱼放门口一整天,臭了\ufffd',
    '车厢里挤得喘不过气\ue412',
    '苹果\uf8ff专卖店排队两小时没人理',
    '气死了\ud83d',
  ])('makes no junk: %s', (text) => expect(qualityOf(text)).toBeGreaterThanOrEqual(0.7));

  test('many do', () =>
    expect(qualityOf('\ufffd\ufffd\ufffd\ufffd客服\ufffd\ufffd\ufffd电话\ufffd\ufffd')).toBeLessThan(JUNK));
});

describe('text read in the wrong script is junk', () => {
  test.each(PLAIN)('UTF-8 as GBK: %s', (text) => {
    expect(qualityOf(asGbk(text))).toBeLessThan(JUNK);
    expect(qualityOf(asGbk(text).replaceAll('\ufffd', '?'))).toBeLessThan(JUNK);
  });
  test.each(PLAIN)('UTF-8 as Latin-1 and Windows-1252: %s', (text) => {
    expect(qualityOf(asLatin(text))).toBeLessThan(JUNK);
    expect(qualityOf(asWindows(text))).toBeLessThan(JUNK);
    expect(qualityOf(asLatin(asLatin(text)))).toBeLessThan(JUNK);
  });
  test('GBK as UTF-8 and back', () => expect(qualityOf('锟斤拷锟斤拷锟斤拷客服')).toBeLessThan(JUNK));

  test.each([
    '浏览器打不开',
    '妞妞在浏览网页',
    '浠水县停电',
    '我哋屋企停咗水,管理處話唔知,等咗成日都冇人嚟修',
    '繳費後兩個月都沒有退款,客服電話永遠忙線',
    '電飯鍋壞了',
    '囧,喆哥的镕基街修路',
    '烫烫烫的汤洒了我一手',
    'Très déçu, « le café » était froid',
  ])('rare characters are not: %s', (text) => expect(qualityOf(text)).toBeGreaterThanOrEqual(0.7));
});

describe('the same sentence over and over is junk, however long', () => {
  test.each([20, 119, 121, 2_000])('%i times', (times) =>
    expect(qualityOf('退我押金。'.repeat(times))).toBeLessThan(JUNK),
  );
  test.each([599, 601])('one character %i times', (times) =>
    expect(qualityOf('顶'.repeat(times))).toBeLessThan(JUNK),
  );

  test('a long text that tells something is not', () => {
    const told =
      '上周末带家人去新开的那家温泉酒店住了两晚,大堂很气派,办入住的姑娘动作麻利,电梯口有专人引路。房间朝南,推窗见山,被子蓬松,热水十秒就来。早餐花样多,豆浆是现磨的,油条炸得酥脆,孩子吃了三根。泡池分冷热六口,水面没有浮沫,更衣柜也干净。唯独停车场绕来绕去找不到出口,保安指路含糊,多花了二十分钟。';
    expect(qualityOf(told)).toBe(1);
    expect(qualityOf(told.repeat(5))).toBeGreaterThanOrEqual(JUNK);
  });
  test('nor is a text of letters, of which there are few', () => {
    const told =
      'the room was freezing and nobody came to fix the heater although we called the front desk four times during the night and the next morning they still charged us the full price, which is simply not acceptable for a hotel that calls itself a four star place. ';
    expect(qualityOf(told)).toBe(1);
    expect(qualityOf(told.repeat(4))).toBe(1);
    expect(qualityOf('ha'.repeat(100))).toBeLessThan(JUNK);
  });
});
