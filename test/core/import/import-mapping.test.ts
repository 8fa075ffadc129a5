import { describe, expect, test } from 'vitest';
import { headerAt, mapColumns } from '../../../server/core/import/import-columns.ts';
import { cellAt, columnsOf, fingerprintOf, guessFields } from '../../../server/core/import/import-mapping.ts';
import { platformOfFile } from '../../../server/core/import/import-platform.ts';
import { createRowReader } from '../../../server/core/import/import-post.ts';
import { createPace, itemsOf } from '../../../server/core/import/push.ts';

const rowsOf = (...cells: Record<string, unknown>[]) => cells.map((each, n) => ({ row: n + 2, cells: each }));

describe('what columns mean, by their names', () => {
  test.each([
    [
      'a vendor of Weibo data',
      ['微博id', '用户昵称', '微博正文', '发布时间', '转发数', '评论数', '点赞数', '微博链接', 'IP属地'],
      { id: '微博id', text: '微博正文', reposts: '转发数', url: '微博链接', region: 'IP属地' },
    ],
    [
      'a vendor of Xiaohongshu data',
      ['笔记ID', '笔记标题', '笔记内容', '达人昵称', '笔记链接', '发布日期', '点赞量', '分享量', '收藏量'],
      { text: '笔记内容', title: '笔记标题', author: '达人昵称', reposts: '分享量', time: '发布日期' },
    ],
    [
      'a vendor of Douyin data',
      ['视频ID', '视频文案', '作者昵称', '播放量', '点赞数', '评论数', '分享数', '视频发布时间'],
      { id: '视频ID', text: '视频文案', views: '播放量', time: '视频发布时间' },
    ],
    [
      'a table of a 12345 hotline',
      [
        '序号',
        '工单编号',
        '受理时间',
        '受理渠道',
        '诉求标题',
        '诉求内容',
        '来电人',
        '联系电话',
        '办理单位',
        '回复',
      ],
      { id: '工单编号', time: '受理时间', title: '诉求标题', text: '诉求内容', author: '来电人' },
    ],
    [
      "a merchant's console",
      ['订单号', '评价内容', '评分(1-5星)', '评价时间', '买家昵称', '商家回复'],
      { text: '评价内容', rating: '评分(1-5星)', time: '评价时间', author: '买家昵称' },
    ],
    [
      'a monitoring system that gives abstracts',
      [
        '序号',
        '标题',
        '摘要',
        '媒体名称',
        '作者名',
        '发文时间',
        '原文链接',
        '粉丝数',
        '转发数',
        '评论数',
        '点赞数',
      ],
      {
        title: '标题',
        text: '摘要',
        platform: '媒体名称',
        author: '作者名',
        time: '发文时间',
        url: '原文链接',
      },
    ],
    [
      'a monitoring system that gives whole articles',
      [
        '信息标题',
        '正文',
        '内容摘要',
        '平台类型',
        '公众号名称',
        '发稿时间',
        '原文URL',
        '阅读次数',
        '转发次数',
      ],
      {
        title: '信息标题',
        text: '正文',
        author: '公众号名称',
        time: '发稿时间',
        url: '原文URL',
        views: '阅读次数',
      },
    ],
  ])('%s', (_, columns, meant) => {
    expect(mapColumns(columns)).toMatchObject(meant);
  });

  test('neither telephones nor replies nor row and order numbers are taken for anything', () => {
    const columns = ['序号', '订单号', '联系电话', '商家回复', '办理结果', '受理渠道', '诉求内容'];
    expect(mapColumns(columns)).toEqual({ text: '诉求内容' });
  });

  test('a count of comments is no text, whatever it is called', () => {
    const columns = ['摘要', '评论', '转发', '点赞'];
    const rows = rowsOf(
      { 摘要: '小区停暖两天', 评论: '1,234', 转发: '2', 点赞: 5 },
      { 摘要: '供暖很好', 评论: '-', 转发: '1', 点赞: 7 },
    );
    expect(guessFields(columns, rows)).toEqual({
      text: '摘要',
      comments: '评论',
      reposts: '转发',
      likes: '点赞',
    });
    const texts = rowsOf({ 摘要: '短', 评论: '暖气不热', 转发: '2', 点赞: 5 });
    expect(guessFields(columns, texts)).toMatchObject({ text: '评论' });
    const both = rowsOf({ 评论: '3', 评论数: '4', 内容: '5' });
    expect(guessFields(['评论', '评论数', '内容'], both)).toEqual({ comments: '评论数' });
  });

  test('an id that stands in two different rows is none', () => {
    const same = rowsOf({ 编号: 'A1', 内容: '暖气不热' }, { 编号: 'A1', 内容: '真冷' });
    expect(guessFields(['编号', '内容'], same)).toEqual({ text: '内容' });
    const copied = rowsOf({ 编号: 'A1', 内容: '真冷' }, { 编号: 'A1', 内容: '真冷' });
    expect(guessFields(['编号', '内容'], copied)).toEqual({ text: '内容', id: '编号' });
  });

  test('where no name tells the text, the wordiest column is it, and never a link', () => {
    const long = '家里的暖气已经三天不热了,打客服没有人接';
    const rows = rowsOf({ a: 'https://example.cn/a/very/long/address/indeed', b: long, c: '好' });
    expect(guessFields(['a', 'b', 'c'], rows)).toEqual({ text: 'b' });
    expect(guessFields(['c'], rows)).toEqual({});
  });

  test('values within objects go by their path, the shallow one first', () => {
    const rows = rowsOf({ note: { desc: '暖气不热', id: 1, stat: { likes: 3 } }, id: 9, tags: ['a'] });
    const columns = columnsOf(rows);
    expect(columns).toEqual(['note.desc', 'note.id', 'note.stat.likes', 'id', 'tags']);
    expect(mapColumns(columns)).toMatchObject({ id: 'id', likes: 'note.stat.likes' });
    expect(cellAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
    expect(cellAt({ list: [{ text: 'x' }] }, 'list.0.text')).toBe('x');
    expect(cellAt({}, '__proto__.polluted')).toBe(undefined);
  });
});

test('the shape of a file is its columns, in any order', () => {
  expect(fingerprintOf(['内容', ' 时间'])).toBe(fingerprintOf(['时间', '内容']));
  expect(fingerprintOf(['内容'])).not.toBe(fingerprintOf(['内容', '时间']));
});

test('a title above a table is passed over; text with commas is none', () => {
  expect(
    headerAt([
      ['某市工单表', ''],
      ['', ''],
      ['工单编号', '诉求内容'],
    ]),
  ).toBe(2);
  expect(headerAt([['text'], ['暖气不热', '真冷']])).toBe(0);
  expect(
    headerAt([
      ['a', 'b'],
      ['标题', '内容'],
    ]),
  ).toBe(0);
});

test('where rows name no platform, the file does', () => {
  expect(platformOfFile('抖音评论导出.xlsx', ['内容'])).toBe('douyin');
  expect(platformOfFile('导出(3).csv', ['工单编号', '诉求内容'])).toBe('12345');
  expect(platformOfFile('a.csv', ['内容'])).toBe('import');
});

test('a refused row is shown by the columns in use, never by its author or a telephone', () => {
  const fields = { text: '内容', author: '姓名', time: '时间' };
  const read = createRowReader({ now: 0, readTime: () => null, platform: 'x', fields });
  const row = read({ 内容: '真冷', 姓名: '张三', 时间: '改天', 电话: '13800000000' });
  expect(row).toEqual({ kind: 'refused', reason: 'bad-time', excerpt: '时间: 改天 · 内容: 真冷' });
});

test('a refused row is shown however deeply a value in it is nested', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const read = createRowReader({ now: 0, readTime: () => null, platform: 'x' });
  expect(read({ text: deep })).toMatchObject({ reason: 'wrong-type:text', excerpt: 'text: [[[[…]]]]' });
  expect(read({ 说: { a: [1, '二'] } })).toMatchObject({ excerpt: '说: {"a":[1,"二"]}' });
});

test('the list in what a vendor sends is found, one deeper too', () => {
  expect(itemsOf([1])).toEqual([1]);
  expect(itemsOf({ code: 0, data: { list: [1, 2] } })).toEqual([1, 2]);
  expect(itemsOf({ text: '真冷', tags: ['a'] })).toEqual([{ text: '真冷', tags: ['a'] }]);
});

test('a pace counts each by itself and tells how long to wait', () => {
  let now = 0;
  const wait = createPace(2, () => now);
  expect([wait(1), wait(1), wait(2)]).toEqual([0, 0, 0]);
  now = 20_000;
  expect(wait(1)).toBe(40);
  now = 61_000;
  expect(wait(1)).toBe(0);
});
