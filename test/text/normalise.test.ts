import { describe, expect, test } from 'vitest';
import { normalise } from '../../server/text/normalise.ts';
import { qualityOf } from '../../server/text/quality.ts';

const text = (given: string) => normalise(given).text;
const quality = (given: string) => qualityOf(text(given)).quality;

describe('normalise', () => {
  test.each([
    ['compatibility forms and full width', 'ＡＢＣ１２３，㎡', 'abc123,m2'],
    ['invisible characters', '热\u200b力\u200d公\ufeff司', '热力公司'],
    ['traditional characters', '熱力公司不處理', '热力公司不处理'],
    ['reading aids in brackets', '服務(wù)態度(tài/dù)很差', '服务态度很差'],
    ['reading aids in full-width brackets', '務（wù）必', '务必'],
    ['emoji stay', '真好👍❤️', '真好👍❤'],
    ['emoticons in square brackets stay', '收到了[怒][微笑]', '收到了[怒][微笑]'],
  ])('%s', (_, given, wanted) => {
    expect(text(given)).toBe(wanted);
  });

  test('a bracket that is no reading aid stays', () => {
    expect(text('下载(app)闪退')).toBe('下载(app)闪退');
  });

  test('links and users are marked and blanked, topics are marked and read', () => {
    const { marks, text: read } = normalise('@小王 看https://a.cn/b?c=1 #供暖不热# 太差');
    expect(marks.map((mark) => mark.kind).sort()).toEqual(['topic', 'url', 'user']);
    expect(read).not.toMatch(/小王|a\.cn/);
    expect(read).toContain('#供暖不热#');
  });

  test('a span leads back to the text as given, whatever was taken out before it', () => {
    const given = '服務(wù)\u200b太差了';
    const source = normalise(given);
    const at = source.text.indexOf('太差');
    expect(given.slice(...source.original(at, at + 2))).toBe('太差');
  });
});

describe('text quality', () => {
  test.each([
    '暖气三天不热,打电话没人接',
    '👍好用',
    'The app crashes every time I open it',
    '今天D2312次晚点40分钟,12306电话打不通',
  ])('what a person wrote counts: %s', (given) => {
    expect(quality(given)).toBeGreaterThanOrEqual(0.3);
  });

  test.each([
    ['mojibake', '锟斤拷锟斤拷鈥滐拷锛屾殩姘'],
    ['lost encoding', '\ufffd\ufffd\ufffd\ufffd好\ufffd\ufffd'],
    ['a table of figures', '12.3|45.6|78.9|10.1|11.2|13.4|15.6|17.8|19.0|21.2'],
    [
      'boilerplate',
      '版权所有 转载请注明出处 责任编辑:王五 免责声明 本文来源网络 点击上方蓝字 长按识别二维码',
    ],
    [
      'one thing over and over',
      '顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶顶',
    ],
  ])('junk stays out of statistics: %s', (_, given) => {
    expect(quality(given)).toBeLessThan(0.3);
  });
});
