import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const keywordsOf = (text: string, title?: string) =>
  reader.read(text, title === undefined ? {} : { title }).keywords;

describe('keywords of a post', () => {
  test('are what it is about: nouns, verbs, names; no words that say nothing', () => {
    const found = keywordsOf(
      '今天供热公司的热线打了十个电话都没有人接,我觉得他们真的应该退费,王建国经理在哪里',
    );
    expect(found).toEqual(expect.arrayContaining(['供热', '热线', '电话', '退费', '王建国']));
    for (const word of ['今天', '没有', '觉得', '真的', '应该', '他们', '十个', '哪里']) {
      expect(found).not.toContain(word);
    }
  });

  test('are not what links words or counts time: 正好、顺便、根本、小时', () => {
    const found = keywordsOf('正好路过营业厅,顺便问问缴费,排队两个小时根本没人处理,突然断电,原因不知');
    expect(found).toEqual(expect.arrayContaining(['营业厅', '缴费', '排队', '断电']));
    for (const word of ['正好', '顺便', '小时', '根本', '突然', '原因']) expect(found).not.toContain(word);
  });

  test('are at most ten, each once, of two to twelve characters', () => {
    const text = '供热公司暖气维修师傅物业客服热线投诉退费账单小区业主学校医院地铁公交银行'.repeat(3);
    const found = keywordsOf(text);
    expect(found).toHaveLength(10);
    expect(new Set(found).size).toBe(10);
    for (const word of found) expect(word).toMatch(/^.{2,12}$/);
  });

  test('are the same whatever the case, the width and the script', () => {
    expect(keywordsOf('APP闪退')).toEqual(keywordsOf('ａｐｐ闪退'));
    expect(keywordsOf('暖氣維修')).toEqual(keywordsOf('暖气维修'));
    expect(keywordsOf('iPhone15的App')).toEqual(['iphone15', 'app']);
  });

  test('put together what the dictionary does not know: 闪退', () => {
    expect(keywordsOf('银行又闪退了')).toEqual(expect.arrayContaining(['银行', '闪退']));
  });

  test('look at the title too', () => {
    expect(keywordsOf('到现在还不热', '供热公司通报')).toContain('通报');
  });

  test('leave out links, user names, emoticons and telephones, and keep hotlines', () => {
    const found = keywordsOf('@小李飞刀 打12345[微笑]或者13812345678,见 https://weibo.com/abc/kefu');
    expect(found).toEqual(['12345']);
    expect(keywordsOf('退款加QQ1234567,或者wx13812345,暖气')).not.toContainEqual(expect.stringMatching(/\d/));
    expect(keywordsOf('win2000和iphone15')).toEqual(['win2000', 'iphone15']);
  });

  test.each([
    ['<div class="post-content"><p>暖气不热,投诉三次</p></div>', ['投诉', '暖气']],
    ['<p style="font-size:14px;color:red">停水两天</p>', ['停水']],
    ['<a href="/kefu" target="_blank">客服</a>装死', ['客服', '装死']],
    ['电梯坏了&nbsp;&nbsp;物业不管&quot;', ['物业', '电梯']],
  ])('leave out markup: %s', (text, wanted) => expect(keywordsOf(text).toSorted()).toEqual(wanted));
  test.each([
    ['价格<100元就划算,app闪退', 'app'],
    ['宽带5<6,vip也一样>普通', 'vip'],
    ['我爱<红楼梦>这本书', '红楼梦'],
    ['宝马style款内饰掉漆', 'style'],
  ])('keep what only looks like it: %s', (text, wanted) => expect(keywordsOf(text)).toContain(wanted));

  test('what said most stands first; a text without any has none', () => {
    expect(keywordsOf('暖气停了,暖气又停了,物业不管暖气')[0]).toBe('暖气');
    expect(keywordsOf('是的,就这样吧!!!')).toEqual([]);
    expect(keywordsOf('')).toEqual([]);
  });
});
