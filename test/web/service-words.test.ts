import { describe, expect, test } from 'vitest';
import { SERVQUAL } from '../../server/core/reading/analysis.ts';
import { FIX_VERDICTS } from '../../server/core/screens/service-quality.ts';
import { readRange } from '../../web/range.ts';
import { factWord } from '../../web/words/code-words.ts';
import { en } from '../../web/words/en.ts';
import {
  daysLeft,
  doubtWord,
  fixesFinding,
  isSeasonUnknown,
  leftOutWord,
} from '../../web/words/fix-words.ts';
import { oneSidedWord } from '../../web/words/one-sided-words.ts';
import {
  amountWord,
  facetOf,
  matrixFinding,
  matrixTable,
  perDayWord,
  pointsWord,
  rowChange,
  serviceLead,
} from '../../web/words/service-words.ts';
import { lookedWord, suggestionFinding } from '../../web/words/suggestion-words.ts';
import { zh } from '../../web/words/zh.ts';

type Screen = Parameters<typeof serviceLead>[0];
type Row = Screen['touchpoints'][number];
type Fix = Screen['fixes'][number];

const DAY = 86_400_000;
const week = readRange({ range: '7d' });

function row(touchpoint: Row['touchpoint'], complaints: number, more: Partial<Row> = {}): Row {
  const dimensions = SERVQUAL.map((dimension) => {
    const own = { dimension, facet: `pair.${dimension}.${touchpoint}` };
    return { ...own, complaints: dimension === 'reliability' ? complaints : 0, before: null };
  });
  const share = { p: complaints / 200, lo: 0.1, hi: 0.3 };
  return { touchpoint, complaints, copies: 0, share, before: null, growth: null, dimensions, ...more };
}
const screen = (touchpoints: readonly Row[], mentions = 200): Screen => ({
  now: 0,
  watchId: 1,
  watches: [],
  span: { from: 0, to: 1 },
  before: null,
  mentions,
  copies: 0,
  mentionsBefore: null,
  oneSided: [],
  touchpoints,
  fixes: [],
  fixesInAll: 0,
});
/** A figure stays with its unit by a space that does not break. */
const lead = (...args: Parameters<typeof screen>): string =>
  serviceLead(screen(...args), week, zh).replaceAll('\u00a0', ' ');

describe('the matrix as a table', () => {
  test('says in both languages what stands in it, of which watch and time, and of how many posts', () => {
    const span = { from: Date.UTC(2026, 10, 21, 16), to: Date.UTC(2026, 10, 28, 16) };
    const of = { ...screen([row('delivery', 40, { copies: 7 })]), span, watches: [{ id: 1, name: '优鲜' }] };
    const { head, lines } = matrixTable(of, zh);
    expect(head).toEqual([
      '触点',
      '有形性',
      '可靠性',
      '响应性',
      '保证性',
      '移情性',
      '抱怨',
      '相同或相近，不重复计',
      '占原创内容',
      '占比下限（95%）',
      '占比上限（95%）',
      '此前同样长的时间的抱怨',
      '条数为此前的倍数',
      '监测方案',
      '起',
      '止（不含）',
      '全部原创内容（条）',
    ]);
    expect(lines).toEqual([
      [
        '配送',
        0,
        40,
        0,
        0,
        0,
        40,
        7,
        0.2,
        0.1,
        0.3,
        null,
        null,
        '优鲜',
        '2026-11-22 00:00',
        '2026-11-29 00:00',
        200,
      ],
    ]);
    const english = matrixTable({ ...of, watchId: null }, en);
    expect(english.head.slice(0, 2)).toEqual(['Touchpoint', en.codes.servqual.tangibles]);
    expect(english.lines[0]).toContain('All watches');
  });
});

describe('the lead of service expectations', () => {
  test('says what is complained of most, which expectation that breaks, and whether it is more', () => {
    const growth = { ratio: 2.1, lo: 1.6, hi: 2.7, p: 0 };
    expect(lead([row('delivery', 40, { growth }), row('hotline', 3)])).toBe(
      '近 7 天的 200 条原创内容里，20.0% 抱怨配送，最多的是可靠性（没有说到做到）；是前 7 天的 2.1 倍（1.6–2.7）。',
    );
  });

  test('calls nothing more or less that chance explains, or that nobody knows', () => {
    const growth = { ratio: 1.1, lo: 0.8, hi: 1.5, p: 0.4 };
    expect(lead([row('delivery', 40, { growth })])).toContain('；与前 7 天没有明确差别。');
    expect(lead([row('delivery', 40)])).toContain('；此前监测的时间不够长，无法判断涨落。');
    const fromNothing = { ratio: null, lo: 9, hi: null, p: 0 };
    expect(lead([row('delivery', 40, { growth: fromNothing })])).toContain('；前 7 天没有这样的抱怨。');
  });

  test('says that nobody complained, or that nothing was said', () => {
    expect(lead([row('delivery', 0)])).toBe('近 7 天的 200 条原创内容里，没有抱怨任何触点的。');
    expect(lead([], 0)).toBe('近 7 天没有内容。');
    const copied = serviceLead({ ...screen([], 0), copies: 12 }, week, zh).replaceAll('\u00a0', ' ');
    expect(copied).toBe('近 7 天没有原创内容，只有 12 条相同或相近的转载。');
  });
});

describe('the matrix', () => {
  test('has its dimensions in one order in words and in counts', () => {
    expect(Object.keys(zh.codes.servqual)).toEqual(SERVQUAL);
    for (const { asks, broken } of [zh.service, en.service]) {
      expect(Object.keys(asks)).toEqual(SERVQUAL);
      expect(Object.keys(broken)).toEqual(SERVQUAL);
    }
  });

  test('is named after its fullest cell', () => {
    expect(matrixFinding(screen([row('hotline', 3), row('delivery', 40)]), zh)).toBe(
      '配送的可靠性被抱怨得最多，40 条',
    );
    expect(matrixFinding(screen([row('delivery', 2, { dimensions: [] })]), zh)).toContain('看不出');
    expect(matrixFinding(screen([row('delivery', 0)]), zh)).toContain('此前');
  });

  test('from nothing there is no ratio, and of one complaint nothing is claimed', () => {
    const change = (ratio: number | null, lo: number, hi: number | null) =>
      rowChange({ ratio, lo, hi, p: 0 }, '前 7 天', zh);
    expect(change(2.1, 1.6, 2.7)).toEqual(['2.1 倍', '1.6–2.7']);
    expect(change(null, 8.2, null)).toEqual(['至少 8.2 倍', '前 7 天 0 条']);
    expect(change(null, 0.03, null)).toEqual(['看不出', '前 7 天 0 条']);
  });

  test('a touchpoint and what it broke are one fact with one name', () => {
    expect(factWord(facetOf({ touchpoint: 'delivery', dimension: 'empathy' }), zh)).toBe('配送 · 移情性');
    expect(factWord(facetOf({ touchpoint: 'delivery', dimension: null }), zh)).toBe('配送');
  });
});

describe('fixes', () => {
  test('have a word for every verdict', () => {
    const said = [...FIX_VERDICTS, 'short', 'doubtful'].sort();
    expect(Object.keys(zh.service.fix.verdicts).sort()).toEqual(said);
    expect(Object.keys(zh.service.fix.tally).sort()).toEqual(said);
  });

  const finding = (fixes: readonly Fix[], words: typeof zh, fixesInAll = fixes.length) =>
    fixesFinding({ fixes, fixesInAll }, words);

  test('are counted by what came of them, and what is not shown of them is said', () => {
    const fixes = (['early', 'better', 'better'] as const).map(
      (verdict) => ({ proof: { verdict, doubt: null } }) as Fix,
    );
    expect(finding(fixes, zh)).toBe('3 项改进：2 项有效，1 项还太早');
    expect(finding(fixes, zh, 120)).toBe('共 120 项改进，这里是最近 3 项：2 项有效，1 项还太早');
    expect(finding(fixes, en, 120)).toMatch(/^120 fixes, of which these are the newest 3/);
    const few = [0, 2].map((weeks) => ({ proof: { verdict: 'few', doubt: null, weeks } }) as Fix);
    expect(finding(few, zh)).toBe('2 项改进：1 项改进前抱怨太少，1 项改进前数据不足两周');
    expect(finding([], zh)).toBe('还没有记下改进');
    // What proves nothing is no proof that nothing changed.
    const unclear = ([null, 'silence'] as const).map(
      (doubt) => ({ proof: { verdict: 'unclear', doubt } }) as Fix,
    );
    expect(finding(unclear, zh)).toBe('2 项改进：1 项看不出变化，1 项不下结论');
    expect(finding(unclear, en)).toContain('1 of which nobody can tell');
  });

  test('wait for two whole weeks, to the day', () => {
    const proof = { after: { from: 10 * DAY } } as Fix['proof'];
    expect(daysLeft(proof, 10 * DAY)).toBe(14);
    expect(daysLeft(proof, 23.5 * DAY)).toBe(1);
  });

  test('say of a change that nobody knows of the year before', () => {
    const told = (verdict: 'better' | 'unclear', lastYear: Fix['proof']['lastYear']) =>
      isSeasonUnknown({ verdict, lastYear });
    expect([told('better', null), told('better', { before: 2, after: 2 }), told('unclear', null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('say why a change proves nothing', () => {
    const share = (p: number) => ({ share: { p } });
    const proof = (parts: object) =>
      ({
        doubt: null,
        silent: [],
        leftOut: [],
        before: share(0.3),
        after: share(0.2),
        usual: share(0.2),
        others: { before: 6, after: 2.5 },
        lastYear: null,
        overlapping: [],
        ...parts,
      }) as unknown as Fix['proof'];
    expect(doubtWord(proof({}), zh)).toBe('');
    expect(doubtWord(proof({ doubt: 'silence', silent: ['heimao', '某平台'] }), zh)).toBe(
      '改进前后没有一直看到黑猫投诉、某平台的内容，抱怨的多少可能只是看没看到，不下结论。',
    );
    expect(doubtWord(proof({ doubt: 'unusual' }), zh)).toMatch(/^改进前一段的抱怨高于平常，回落本可预期/);
    expect(doubtWord(proof({ doubt: 'unusual', before: share(0.1) }), en)).toContain('lower than usual');
    expect(doubtWord(proof({ doubt: 'volume' }), zh)).toMatch(/^占比低了，每天的抱怨却没有明显变少/);
    expect(doubtWord(proof({ doubt: 'volume', after: share(0.4) }), zh)).toMatch(/^占比高了/);
    expect(doubtWord(proof({ doubt: 'alike' }), zh)).toContain('从每天 6 条降到 2.5 条');
    expect(doubtWord(proof({ doubt: 'alike', after: share(0.4) }), en)).toContain('rose about as much');
    const season = { doubt: 'season', lastYear: { before: 9, after: 3 } };
    expect(doubtWord(proof(season), zh)).toContain('去年同期的抱怨也从每天 9 条降到 3 条');
    expect(doubtWord(proof({ ...season, lastYear: null }), zh)).toContain('没有去年同期的数据可比');
    expect(doubtWord(proof({ doubt: 'trend', after: share(0.4) }), zh)).toContain('已经在一周周变多');
    const overlapping = [{ title: '加装测温点' }, { title: '换阀门' }];
    expect(doubtWord(proof({ doubt: 'overlap', overlapping }), zh)).toBe(
      '同一触点在这几周里还做了「加装测温点」、「换阀门」，分不出是哪一项的作用。',
    );
    expect(leftOutWord(proof({}), zh)).toBe('');
    expect(leftOutWord(proof({ leftOut: ['heimao'] }), zh)).toContain('黑猫投诉');
  });

  test('differences have a sign, and small means are not called nought', () => {
    expect([-0.0568, 0.024, 0.0001, -0.0001].map(pointsWord)).toEqual(['−5.7', '+2.4', '0.0', '0.0']);
    expect([5.8, 0, 0.036].map((mean) => perDayWord(mean, zh))).toEqual([
      '每天 5.8 条',
      '每天 0 条',
      '每天不到 0.1 条',
    ]);
  });
});

test.each([
  [95, 'minute', '1 小时 35 分', '1 h 35 min'],
  [3, 'day', '3 天', '3 d'],
  [18.5, 'celsius', '18.5 ℃', '18.5 °C'],
  [80, 'percent', '80%', '80%'],
  [7, 'bushel', '7 bushel', '7 bushel'],
])('%d %s is said %s and %s', (value, unit, chinese, english) => {
  expect(amountWord(value, unit, 'zh', zh)).toBe(chinese);
  expect(amountWord(value, unit, 'en', en)).toBe(english);
});

test('of platforms that came or went it is said that growth leaves them out', () => {
  const growth = { ratio: 1, lo: 0.8, hi: 1.2, p: 0.9 };
  const told = (more: Partial<Screen>, own: Partial<Row> = { growth }) =>
    serviceLead({ ...screen([row('hotline', 40, own)]), ...more }, week, zh).replaceAll('\u00a0', ' ');
  const oneSided = [{ platform: '12345', missing: 'before' as const }];
  const said = '前 7 天没有一直读到12345 热线的内容。';
  expect(told({ oneSided })).toMatch(new RegExp(`；与前 7 天没有明确差别；${said}$`));
  expect(told({})).toMatch(/；与前 7 天没有明确差别。$/);
  // Where nothing is left to compare, it is not for want of watching.
  expect(told({ oneSided }, {})).toMatch(new RegExp(`[^；]；${said}$`));
  expect(told({ oneSided }, {})).not.toContain(zh.service.leadYoung);
  const both = [...oneSided, { platform: 'weibo', missing: 'now' as const }];
  const words = oneSidedWord(both, { now: 'now', before: 'before' }, en);
  expect(words).toMatch(/not heard throughout before, .+not heard throughout now$/);
});

test('of suggestions it is said how many only plead, and what there is where all do', () => {
  const some = { looked: 56, pleas: 55, older: false };
  expect(lookedWord(some, String, zh)).toBe(
    '从 56 条建议里读出，转载不算；其中 55 条只求解决、重视或给说法，不列',
  );
  expect(lookedWord({ ...some, pleas: 0, older: true }, String, zh)).toBe(
    '从最近 56 条建议里读出，转载不算；更早的没有看',
  );
  expect(lookedWord({ ...some, pleas: 56 }, String, zh)).toBe('从 56 条建议里读出，转载不算');
  expect(suggestionFinding({ groups: [], pleas: 56 }, String, zh)).toBe(
    '没有具体建议：56 条都只求解决、重视或给说法',
  );
  expect(suggestionFinding({ groups: [], pleas: 0 }, String, zh)).toBe(zh.suggestions.none);
  expect(lookedWord(some, String, en)).toContain('55 of them only ask');
});
