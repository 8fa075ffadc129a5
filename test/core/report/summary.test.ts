import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../../server/core/report/make-snapshot.ts';
import { summaryOf } from '../../../server/core/report/summary.ts';
import { DAY } from '../../../server/core/time.ts';
import {
  alertOf,
  amount,
  MONDAY,
  outageOf,
  quietWeek,
  storyOf,
  touchpointOf,
  volumeOf,
} from './report-facts.ts';

const striped = (facts: ReturnType<typeof volumeOf>) => ({
  ...facts,
  bars: facts.bars.map((bar, day) => ({ ...bar, incomplete: day === 1 })),
});

describe('the summary of a week', () => {
  test('in which nothing happened says so in three sentences, and calls no chance a change', () => {
    expect(summaryOf(quietWeek())).toEqual([
      '本周没有预警，上周也没有。',
      '本周共有 120 条提及（100 位作者，其中转载 20 条，上周 115 条），与上周没有明确差别。',
      '负面 10 条，占 8.3%（4.6%–14.7%），与上周没有明确差别；上周占 9.6%。',
    ]);
  });

  test('of a crisis leads with the alert and what is still open, then how much, how angrily, of what', () => {
    const facts = quietWeek({
      volume: volumeOf(amount(480, 260, 90), amount(115, 11)),
      alerts: [alertOf(), alertOf({ id: 8, level: 'IV', status: 'closed', closedAt: MONDAY + 3 * DAY })],
      alertsBefore: 1,
      stories: [storyOf(), storyOf({ title: '退款慢', count: 12, negative: 12 })],
      touchpoints: [
        touchpointOf('after_sales', [120, 8], 'rising'),
        touchpointOf('delivery', [2, 30], 'falling'),
        touchpointOf('store', [9, 8], 'steady'),
      ],
    });
    expect(summaryOf(facts)).toEqual([
      '本周有 2 条新预警（上周 1 条）：1 红、1 蓝；到成稿时还有 1 条没有关闭。最重的一条是红色：近 1 小时负面 54 条。',
      '本周共有 480 条提及（390 位作者，其中转载 90 条，上周 115 条），是上周的 4.2 倍（3.4–5.2）。',
      '负面 260 条，占 54.2%（49.7%–58.6%），比上周高 44.6 个百分点（36.5–50.6）；上周占 9.6%。',
      '说得最多的事件是“草莓发霉”（86 条，其中转载 40 条）；其次是“退款慢”（12 条）。引号里是网上的原话，未经核实。',
      '抱怨售后的原帖 120 条，是上周的 15 倍（7.4–36），说得最多的是没有说到做到；抱怨配送的原帖 2 条，是上周的 0.07 倍（0.01–0.26）。',
    ]);
  });

  test('names events, not what people always say, however much of that there is', () => {
    const usual = storyOf({ title: '几点关门', count: 900, stage: 'evergreen' });
    const sentenceOf = (stories: readonly ReturnType<typeof storyOf>[]) =>
      summaryOf(quietWeek({ stories })).find((sentence) => sentence.includes('说得最多'));
    expect(sentenceOf([storyOf({ title: '退款慢', count: 12, copies: 0 }), usual])).toBe(
      '说得最多的事件是“退款慢”（12 条）。引号里是网上的原话，未经核实。',
    );
    expect(sentenceOf([usual])).toBe(
      '本周没有突出的事件，说得最多的是日常话题“几点关门”（900 条）。引号里是网上的原话，未经核实。',
    );
  });

  test('with a dead source says what could not be seen, and that the figures may be too low', () => {
    const facts = quietWeek({
      volume: striped(volumeOf(amount(60, 5), amount(115, 11))),
      sources: { feeds: 3, readable: 3, outages: [outageOf(), outageOf({ feed: '旧帖', share: 0 })] },
    });
    expect(summaryOf(facts).at(-1)).toBe(
      '本周“晚报”有 20 小时读不到（平时约有 38.0% 的提及由它而来），这些时候的数字可能偏少，不能当作平静。',
    );
    const silent = { ...facts, volume: volumeOf(amount(0, 0), amount(115, 11)) };
    const blind = { ...silent, sources: { feeds: 3, readable: 0, outages: [outageOf({ share: null })] } };
    expect(summaryOf(blind)[1]).toBe(
      '本周没有收到提及，上周有 115 条；没有一个来源读得到，所以不能说明没有人提到。',
    );
  });

  test('that is the first has nothing to compare with, and says so instead of calling all of it new', () => {
    const first = quietWeek({
      before: null,
      alertsBefore: null,
      begun: MONDAY + 2 * DAY,
      volume: volumeOf(amount(64, 8), null),
    });
    expect(summaryOf(first)).toEqual([
      '本周没有预警。',
      '本周共有 64 条提及（64 位作者，其中转载 0 条），此前监测的时间不够长，无从比较。',
      '负面 8 条，占 12.5%（6.5%–22.8%），此前监测的时间不够长，无从比较。',
    ]);
    const data = makeSnapshot(first).sections.at(-1);
    expect(JSON.stringify(data)).toContain('监测从 11月18日 00:00 开始，此前的空白不是平静');
  });

  test('that is not the first, but has no whole week before it, says from when on is known', () => {
    const told = (parts: object) => JSON.stringify(makeSnapshot(quietWeek({ before: null, ...parts })));
    const begun = MONDAY - 3 * DAY;
    expect(told({ begun })).toContain(
      '比较要从 11月9日 00:00 算起，监测从 11月13日 00:00 开始，所以没有比较。',
    );
    expect(told({ begun, watches: ['优鲜', '门店'] })).toContain(
      '有的方案从 11月13日 00:00 才开始监测，所以没有比较。',
    );
    expect(told({ begun: null })).toContain('此前没有收到过任何内容，所以没有比较。');
  });

  test('without a new alert tells of those left from before, whatever became of them', () => {
    const before = { openedAt: MONDAY - DAY, level: 'II' as const };
    const closed = alertOf({ ...before, status: 'closed', closedAt: MONDAY + DAY });
    const told = (...alerts: readonly ReturnType<typeof alertOf>[]) => summaryOf(quietWeek({ alerts }))[0];
    expect(told(closed)).toBe(
      '本周没有新的预警（上周 0 条），此前留下的 1 条（1 橙）；到成稿时都已关闭。最重的一条是橙色：近 1 小时负面 54 条。',
    );
    expect(told(alertOf({ ...before, id: 9 }), closed)).toContain(
      '此前留下的 2 条（2 橙）；到成稿时还有 1 条没有关闭',
    );
  });

  test('too small for shares says so; nothing at all is told beside whether anybody could see', () => {
    const few = quietWeek({ volume: volumeOf(amount(6, 2), amount(115, 11)) });
    expect(summaryOf(few)[2]).toBe('其中负面 2 条，总数太少，占比不足为凭。');
    expect(summaryOf(quietWeek({ volume: volumeOf(amount(0, 0), amount(0, 0)) }))).toEqual([
      '本周没有预警，上周也没有。',
      '本周没有收到提及，上周也没有。',
      '本周 3 个来源都读得到，没有中断，数字是完整的。',
    ]);
  });

  test('never is longer than six sentences', () => {
    const everything = quietWeek({
      volume: striped(volumeOf(amount(480, 260), amount(115, 11))),
      alerts: [alertOf()],
      stories: [storyOf()],
      touchpoints: [touchpointOf('after_sales', [120, 8], 'rising')],
      sources: { feeds: 3, readable: 3, outages: [outageOf()] },
    });
    expect(summaryOf(everything)).toHaveLength(6);
  });
});

describe('a report', () => {
  test('quotes of each touchpoint what most people suggest, and says how many were looked into', () => {
    const example = {
      mentionId: 5,
      at: MONDAY + DAY,
      platform: 'weibo',
      url: 'https://example.cn/5',
      times: 2,
    };
    const groups = [
      {
        touchpoint: 'hotline',
        suggestions: 9,
        people: 7,
        examples: [{ ...example, quote: '建议加开晚班热线' }],
      },
      { touchpoint: null, suggestions: 1, people: 1, examples: [{ ...example, quote: '希望越办越好' }] },
    ] as const;
    const facts = quietWeek({ suggestions: { looked: 65, pleas: 55, groups } });
    const told = makeSnapshot(facts).sections.flatMap(({ blocks }) => blocks);
    expect(told.find(({ kind }) => kind === 'quotes')).toEqual({
      kind: 'quotes',
      title: '大家的建议（从最近 65 条里读出，其中 55 条只求解决、重视或给说法，不列）',
      quotes: [
        { text: '建议加开晚班热线', url: example.url, about: '客服热线，7 人提；微博，11月17日 00:00' },
        { text: '希望越办越好', url: example.url, about: '其他，1 人提；微博，11月17日 00:00' },
      ],
    });
    const none = makeSnapshot(quietWeek()).sections.flatMap(({ blocks }) => blocks);
    expect(none.filter(({ kind }) => kind === 'quotes')).toEqual([]);
  });

  test('is the same from the same facts, with a finding before all figures of each section', () => {
    const facts = quietWeek({ alerts: [alertOf()], stories: [storyOf()] });
    const made = makeSnapshot(facts);
    expect(makeSnapshot(facts)).toEqual(made);
    expect(made).toMatchObject({
      title: '优鲜舆情周报',
      periodWord: '2026年11月16日（周一）至11月22日（周日）',
      version: 1,
    });
    expect(made.sections.map(({ id }) => id)).toEqual([
      'volume',
      'alerts',
      'stories',
      'service',
      'places',
      'data',
    ]);
    for (const { finding } of made.sections) expect(finding).toMatch(/^.+。$/);
  });

  test('tells of each alert when, who, how fast and how it ended', () => {
    const closed = alertOf({
      level: 'II',
      status: 'false_alarm',
      closedBy: '李',
      closingNote: '测试帖',
      closedAt: MONDAY + 2 * DAY + 3 * 3_600_000,
      timing: { found: null, confirmed: 70 * 60_000, onTime: false },
    });
    const [, section] = makeSnapshot(quietWeek({ alerts: [alertOf(), closed] })).sections;
    expect(section?.finding).toContain('从预警到确认的中位数：37 分钟；2 条里 1 条在时限内确认。');
    const table = section?.blocks.find(({ kind }) => kind === 'table');
    expect(table).toMatchObject({
      rows: [
        ['红', '11月18日 00:00', '近 1 小时负面 54 条。', '陈，4 分钟', '按时', '处置中'],
        [
          '橙',
          '11月18日 00:00',
          '近 1 小时负面 54 条。',
          '陈，70 分钟',
          '超时',
          '误报，李，历时 3 小时：测试帖',
        ],
      ],
    });
  });

  test('says of an alert that is open whether it waits for the first or for another confirmation', () => {
    const waits = { status: 'open', confirmedBy: null } as const;
    const never = alertOf({ ...waits, timing: { found: null, confirmed: null, onTime: null } });
    const [, section] = makeSnapshot(quietWeek({ alerts: [never, alertOf({ status: 'open' })] })).sections;
    const table = section?.blocks.find(({ kind }) => kind === 'table') as {
      readonly rows: readonly (readonly unknown[])[];
    };
    expect(table.rows.map((row) => row.at(-1))).toEqual(['待确认', '待再次确认']);
  });

  test('of all watches names how many, and rivals only where some are watched', () => {
    const all = makeSnapshot(quietWeek({ all: true, watches: ['优鲜', '热力'] }));
    expect(all.title).toBe('全部方案（2 个）舆情周报');
    expect(all.sections[4]?.title).toBe('平台与地区');
    const place = { negative: 1, before: 3 };
    const voices = [
      { name: '优鲜', own: true, count: 30, ...place },
      { name: '别家', own: false, count: 10, ...place },
    ];
    const beside = makeSnapshot(quietWeek({ platforms: [{ name: 'weibo', count: 30, ...place }], voices }));
    expect(beside.sections[4]).toMatchObject({
      title: '平台、地区与竞品',
      finding: '100.0% 的提及在微博（30 条）；与 1 家竞品相比，声量占 75.0%（59.8%–85.8%）。',
    });
  });
});
