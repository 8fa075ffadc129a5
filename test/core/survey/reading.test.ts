import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import { guardSegments } from '../../../server/core/survey/guard-segments.ts';
import { guessUses } from '../../../server/core/survey/guess-uses.ts';
import { isPersonal, maskPersonal } from '../../../server/core/survey/personal-column.ts';
import { createAnswerReader } from '../../../server/core/survey/read-answer.ts';
import { readLikelihood, readScore } from '../../../server/core/survey/score-words.ts';
import { checkMapping } from '../../../server/core/survey/survey.ts';
import { tallySurvey } from '../../../server/core/survey/survey-tally.ts';
import type { SurveyMapping } from '../../../server/core/survey/survey-use.ts';

const NOW = Date.UTC(2026, 10, 29);
const MAPPING: SurveyMapping = {
  uses: {
    推荐: 'nps',
    满意: 'csat',
    可靠: 'perceived.reliability',
    准时: 'perceived.reliability',
    期望可靠: 'expected.reliability',
    片区: 'segment',
    意见: 'text',
    时间: 'time',
  },
  scale: 5,
  ces: { scale: 5, better: 'high' },
  reversed: [],
  npsSure: false,
};
const reader = (days: { from: number; to: number } | null = null, mapping = MAPPING) =>
  createAnswerReader({ mapping, days, now: NOW, readTime: parseChineseDate, sheet: [] }).read;
const row = {
  推荐: '9',
  满意: '5',
  可靠: '4',
  准时: '2',
  期望可靠: '5',
  片区: '河东',
  时间: '2026/11/20 8:05:09',
};

describe('an answer in steps', () => {
  test.each([
    ['非常满意', 5, 5],
    ['满意', 5, 4],
    ['一般', 5, 3],
    ['不太满意', 5, 2],
    ['不满意', 5, 2],
    ['非常不满意', 5, 1],
    ['E.非常满意', 5, 5],
    ['1.非常满意', 5, 5],
    ['比较满意', 7, 5],
    ['非常同意', 7, 7],
    ['非常不同意', 7, 1],
    [4, 5, 4],
    ['4分', 5, 4],
    ['５', 5, 5],
    ['5-很可靠', 5, 5],
    ['(跳过)', 5, 'blank'],
    ['（空）', 5, 'blank'],
    [-3, 5, 'blank'],
    ['', 5, 'blank'],
    [6, 5, 'off'],
    [0, 5, 'off'],
    ['4.5', 5, 'off'],
    ['二楼', 5, 'off'],
    ['20分钟', 5, 'off'],
    ['5.巴适', 5, 'off'],
    ['6.没用过', 5, 'blank'],
    ['Not applicable', 5, 'blank'],
  ] as const)('%s of %d is %s', (cell, scale, score) => {
    expect(readScore(cell, scale)).toBe(score);
  });

  test.each([
    [0, 0],
    ['10', 10],
    ['10分（非常愿意）', 10],
    ['0-完全不可能', 0],
    ['11', 'off'],
    ['非常愿意', 'off'],
    ['(跳过)', 'blank'],
  ] as const)('how likely somebody recommends: %s is %s', (cell, score) => {
    expect(readLikelihood(cell)).toBe(score);
  });
});

describe('who answered', () => {
  test.each([
    '1、您的姓名：',
    '联系电话',
    '手机号',
    '来自IP',
    'IP',
    'UA',
    '用户标识',
    '微信OpenID',
    '邮箱',
    '户号',
    '家庭住址',
  ])('a column %s is left out', (name) => {
    expect(isPersonal(name, [])).toBe(true);
  });

  test.each([
    '热线电话是否容易打通',
    '您对上门人员服务态度的评价',
    '您对供热设备的满意度',
    '提交时间',
    '意见',
  ])('a column %s is none', (name) => {
    expect(isPersonal(name, ['4', '5'])).toBe(false);
  });

  test('a column is known by what stands in it, whatever it is called', () => {
    expect(isPersonal('补充', ['13812345678', '', '139 1234 5678'])).toBe(true);
    expect(isPersonal('补充', ['113.200.12.9(陕西-西安)', '1.2.3.4'])).toBe(true);
    expect(isPersonal('补充', ['zhang@example.com'])).toBe(true);
    // Many leave a telephone in what they have to say: there it is masked, and what they say is kept.
    const asking = ['报修一直没人来，请回电13812345678', '暖气不热，找13912345678，三单元', '好'];
    expect(isPersonal('您还有什么意见', asking)).toBe(false);
    expect(isPersonal('补充', ['王女士 13812345678', '13912345678（张）'])).toBe(true);
    expect(isPersonal('补充', ['暖气不热', '有人打 13812345678 过来', '修得慢', '还行吧'])).toBe(false);
  });

  test('what tells of one person in a text becomes a mark', () => {
    const masked = maskPersonal(
      '我叫张伟，电话13812345678，身份证11010519491231002X，邮箱a.b@qq.com，微信：zhangwei99，车牌京A12345，户号0012345678，等了40分钟',
    );
    expect(masked).toBe(
      '我叫【略】，电话【略】，身份证【略】，邮箱【略】，微信：【略】，车牌【略】，户号【略】，等了40分钟',
    );
  });
});

describe('what columns are', () => {
  test('is told of an export of 问卷星', () => {
    const { mapping, columns } = guessUses([
      { name: '序号', values: ['1', '2'] },
      { name: '提交答卷时间', values: ['2026/11/20 8:05:09', '2026/11/20 9:00:00'] },
      { name: '所用时间', values: ['95秒', '120秒'] },
      { name: '来源', values: ['手机提交', '微信'] },
      { name: '来自IP', values: ['113.200.1.2(陕西-西安)', '113.200.1.3(陕西-西安)'] },
      { name: '1、您的姓名：', values: ['张三', '李四'] },
      { name: '2、您有多大可能向亲友推荐我们？', values: ['9', '3'] },
      { name: '3、总体来说，您对本季供热满意吗？', values: ['非常满意', '一般'] },
      { name: '4、您期望的：—说到做到，按时供热', values: ['5', '5'] },
      { name: '5、您实际感受的：—说到做到，按时供热', values: ['3', '2'] },
      { name: '5、您实际感受的：—报修响应迅速', values: ['2', '(跳过)'] },
      { name: '6、解决问题花费了您多少精力？', values: ['4', '5'] },
      { name: '7、您所在的片区', values: ['河东', '河西'] },
      { name: '8、您还有什么建议？', values: ['报修电话打不通', '(空)'] },
      { name: '总分', values: ['20', '30'] },
    ]);
    expect(Object.values(mapping.uses)).toEqual([
      'time',
      'nps',
      'csat',
      'expected.reliability',
      'perceived.reliability',
      'perceived.responsiveness',
      'ces',
      'segment',
      'text',
    ]);
    expect(mapping).toMatchObject({ scale: 5, ces: { scale: 5, better: 'low' } });
    expect(columns.filter(({ why }) => why === 'personal').map(({ name }) => name)).toEqual([
      '来自IP',
      '1、您的姓名：',
    ]);
    expect(columns.filter(({ why }) => why === 'machine').map(({ name }) => name)).toEqual([
      '序号',
      '所用时间',
      '来源',
      '总分',
    ]);
  });

  test('is told of an export of 腾讯问卷, seven steps and an easy time', () => {
    const { mapping } = guessUses([
      { name: '编号', values: ['1', '2'] },
      { name: '开始答题时间', values: ['2026-11-20 08:00:00', '2026-11-20 08:10:00'] },
      { name: '结束答题时间', values: ['2026-11-20 08:02:00', '2026-11-20 08:12:00'] },
      { name: '昵称', values: ['小王', '小李'] },
      { name: '1.客服专业、值得信任', values: ['7', '6'] },
      { name: '2.问题很容易得到解决', values: ['6', '7'] },
      { name: '3.对上门维修满意', values: ['3', '4'] },
      { name: '4.总体满意度', values: ['4', '5'] },
    ]);
    expect(mapping).toEqual({
      uses: {
        结束答题时间: 'time',
        '1.客服专业、值得信任': 'perceived.assurance',
        '2.问题很容易得到解决': 'ces',
        '4.总体满意度': 'csat',
      },
      scale: 7,
      ces: { scale: 7, better: 'high' },
      reversed: [],
      npsSure: false,
    });
  });

  test('may be put right, but nothing that tells who answered is stored, and nothing twice', () => {
    const faults = (uses: SurveyMapping['uses']) => {
      try {
        checkMapping({ ...MAPPING, uses }, new Set(['姓名']));
        return [];
      } catch (fault) {
        return (fault as { details: { faults: { field: string }[] } }).details.faults.map(
          ({ field }) => field,
        );
      }
    };
    expect(faults({ 姓名: 'text', 推荐: 'nps' })).toEqual(['姓名']);
    expect(faults({ a: 'nps', b: 'nps' })).toEqual(['b']);
    expect(faults({ 时间: 'time', 姓名: 'leave' })).toEqual(['uses']);
    expect(faults(MAPPING.uses)).toEqual([]);
  });
});

describe('a row', () => {
  test('is an answer: the mean of the items of a dimension, and its texts masked', () => {
    const read = reader()({ ...row, 意见: '找13812345678报修，没人来' });
    expect(read).toEqual({
      kind: 'answer',
      answer: {
        at: Date.UTC(2026, 10, 20, 0, 5, 9),
        nps: 9,
        csat: 5,
        ces: null,
        segment: '河东',
        perceived: { reliability: 3 },
        expected: { reliability: 5 },
        texts: [{ question: '意见', text: '找【略】报修，没人来' }],
      },
    });
    expect(reader()({ ...row, 意见: '无' })).toMatchObject({ answer: { texts: [] } });
  });

  const days = { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 21) };
  test.each([
    ['a score off its scale', { 可靠: '8' }, 'off-scale', '可靠'],
    ['a time that is none', { 时间: '改天' }, 'bad-time', '时间'],
    ['no time', { 时间: '' }, 'bad-time', '时间'],
    ['a time of another day', { 时间: '2026-11-22 10:00' }, 'outside-days', '时间'],
    [
      'nothing said',
      { 推荐: '(跳过)', 满意: '', 可靠: '', 准时: '-3', 期望可靠: '', 意见: '无' },
      'no-answer',
      null,
    ],
  ])('with %s is refused', (_, wrong, reason, column) => {
    expect(reader(days)({ ...row, ...wrong })).toEqual({ kind: 'refused', reason, column });
  });
});

describe('what is kept of answers', () => {
  const answersOf = (rows: readonly object[]) =>
    rows.flatMap((each) => {
      const read = reader()({ ...row, ...each });
      return read.kind === 'answer' ? [read.answer] : [];
    });

  const many = (n: number, of: (at: number) => object) => Array.from({ length: n }, (_, at) => of(at));

  test('is counts, means and variances, and groups only of twenty or more', () => {
    const answers = answersOf([
      ...many(20, (n) => ({ 推荐: n % 2 ? '10' : '2', 期望可靠: '4' })),
      ...many(19, () => ({ 片区: '河西' })),
      { 片区: '(跳过)' },
    ]);
    const tally = tallySurvey(answers, MAPPING);
    expect(tally).toMatchObject({
      answers: 40,
      segmentColumn: '片区',
      unsegmented: 20,
      csat: [0, 0, 0, 0, 40],
    });
    expect(tally.nps).toEqual([0, 0, 10, 0, 0, 0, 0, 0, 0, 20, 10]);
    expect(tally.segments.map(({ name, answers: n }) => [name, n])).toEqual([['河东', 20]]);
    const [{ gap, perceived } = {}] = tally.dimensions;
    expect(perceived).toEqual({ n: 40, mean: 3, variance: 0 });
    expect(gap?.mean).toBeCloseTo(-1.5, 9);
    expect(JSON.stringify(tally)).not.toContain('河西');
  });

  test('tells no question of a group that few of it answered', () => {
    const answers = answersOf([
      ...many(25, (n) => ({ 片区: '阳光花园', 推荐: n === 0 ? '2' : '', 期望可靠: n < 19 ? '5' : '' })),
      ...many(40, () => ({ 片区: '滨河小区' })),
      ...many(30, () => ({ 片区: '和平里', 推荐: '' })),
    ]);
    const tally = tallySurvey(answers, MAPPING);
    expect(tally.segments.map(({ name, nps, csat }) => [name, nps, csat?.at(-1)])).toEqual([
      // One answer is left over: who takes 滨河小区 from all would have it.
      ['滨河小区', null, 40],
      ['和平里', null, 30],
      ['阳光花园', null, 25],
    ]);
    const reliability = tally.segments.map(({ dimensions: [one] }) => [one?.perceived?.n, one?.expected?.n]);
    expect(reliability).toEqual([
      [40, 40],
      [30, undefined],
      [25, undefined],
    ]);
    expect(guardSegments(tally)).toEqual(tally);
  });

  test('tells no group where the others together are few', () => {
    const sizes = (groups: Readonly<Record<string, number>>) => {
      const rows = Object.entries(groups).flatMap(([name, n]) => many(n, () => ({ 片区: name })));
      const { segments, unsegmented } = tallySurvey(answersOf(rows), MAPPING);
      return [segments.map(({ name }) => name), unsegmented];
    };
    expect(sizes({ 甲: 40, 乙: 30, 丙: 1 })).toEqual([['甲'], 31]);
    expect(sizes({ 甲: 40, 乙: 30, 丙: 19, 丁: 1 })).toEqual([['甲', '乙'], 20]);
    expect(sizes({ 甲: 40, 乙: 30 })).toEqual([['甲', '乙'], 0]);
    expect(sizes({ 甲: 40, 丙: 5 })).toEqual([[], 45]);
  });
});
