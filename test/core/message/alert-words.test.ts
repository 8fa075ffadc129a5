import { describe, expect, test } from 'vitest';
import {
  levelMark,
  passingWords,
  reasonWords,
  sentence,
  spread,
  unusual,
} from '../../../server/core/message/alert-words.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { makeFinding } from '../alert/make-alert.ts';

const outage = makeFinding({
  detector: 'severity',
  key: 'sev.outage',
  observed: 12,
  expected: null,
  usualHigh: null,
  score: 0,
  baseline: { kind: 'rule' },
  facts: { category: 'outage', weight: 0.55 },
});

describe('words of an alert', () => {
  test('the number first, then what people say', () => {
    expect(sentence({ findings: [outage, makeFinding()] }, '供热服务')).toBe(
      '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍；24 小时内 12 个账号提到服务中断（未核实）。',
    );
  });

  test('without a count, grave claims come before others, and before how it spreads', () => {
    const rank = { observed: 8, facts: { move: 'entered', current: 8 } };
    const listed = { ...outage, detector: 'hot-list', key: 'hot', ...rank };
    const rumour = { ...outage, detector: 'rumour', key: 'intent.rumour', observed: 26, facts: {} };
    expect(sentence({ findings: [listed, rumour, outage] }, '供热服务')).toBe(
      '供热服务：24 小时内 12 个账号提到服务中断（未核实）；24 小时内 26 个账号在传未经证实的说法；刚登上热榜第 8 位。',
    );
  });

  test('a death that was found later is told before the rumour and the outage that were there first', () => {
    const rumour = { ...outage, detector: 'rumour', key: 'intent.rumour', observed: 26, facts: {} };
    const facts = { category: 'death', weight: 1 };
    const death = { ...outage, key: 'sev.death', observed: 2, facts };
    const attitude = { ...outage, key: 'sev.bad_attitude', observed: 30, facts: { ...facts, weight: 0.2 } };
    expect(sentence({ findings: [makeFinding(), rumour, attitude, outage, death] }, '供热服务')).toBe(
      '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍；24 小时内 2 个账号提到人员死亡（未核实）；24 小时内 12 个账号提到服务中断（未核实）。',
    );
  });

  test('what a dozen accounts only pass on is not told as a dozen accounts of it', () => {
    const facts = { category: 'death', weight: 1, originals: 2 };
    const death = { ...outage, key: 'sev.death', observed: 13, facts };
    expect(sentence({ findings: [death] }, '甲')).toBe(
      '甲：24 小时内 13 个账号提到人员死亡，去重后 2 条（未核实）。',
    );
  });

  test('how unusual, with what it is held against', () => {
    expect(unusual(makeFinding({ facts: {}, usualHigh: null }))).toBe(
      '近 1 小时相关内容 86 条，平时 9 条（对照过去 28 天同一时段）',
    );
    expect(unusual(makeFinding({ expected: 0.32 }))).toBe(
      '近 1 小时负面 86 条，平时 0.3 条，通常不超过 18 条（对照过去 28 天同一时段）',
    );
  });

  test.each([
    ['new-year', '（对照过去 28 天的周日同一时段，因逢元旦假期）'],
    ['shifted', '（对照过去 28 天的工作日同一时段，因逢调休上班）'],
    ['gaokao', '（对照过去 28 天同一时段，正值高考）'],
  ])('on a special day (%s) it names the hours that stand for it, and why', (day, words) => {
    const finding = makeFinding({ facts: { measure: 'negative', day }, usualHigh: null });
    expect(unusual(finding)).toBe(`近 1 小时负面 86 条，平时 9 条${words}`);
  });

  test('says of how many posts of a new feed it was found without', () => {
    const finding = makeFinding({ facts: { measure: 'negative', leftOut: 40 }, usualHigh: null });
    expect(unusual(finding)).toBe(
      '近 1 小时负面 86 条，平时 9 条（对照过去 28 天同一时段，不含新来源的 40 条）',
    );
    const baseline = { kind: 'own-history', days: 20, dispersion: 0.1 } as const;
    expect(unusual({ ...finding, baseline })).toMatch(/与自身 20 天历史相比，不含新来源的 40 条）$/);
  });

  test('a young watch says that it has no baseline', () => {
    const finding = makeFinding({
      baseline: { kind: 'cold-start', days: 2 },
      expected: null,
      usualHigh: null,
      observed: 12,
    });
    expect(unusual(finding)).toBe('近 1 小时负面 12 条；历史不足 7 天，还没有平时水平');
  });

  test('no multiple of almost nothing', () => {
    expect(sentence({ findings: [makeFinding({ expected: 0.1 })] }, '甲')).toContain('平时同时段几乎没有');
  });

  test('a claim alone, a hot list, or only records', () => {
    expect(sentence({ findings: [outage] }, '甲')).toBe('甲：24 小时内 12 个账号提到服务中断（未核实）。');
    const hot = makeFinding({ detector: 'hot-list', observed: 3, baseline: { kind: 'rule' }, facts: {} });
    expect(unusual({ ...hot, expected: null })).toBe('登上热榜第 3 位');
    expect(sentence({ findings: [] }, '甲')).toBe('甲：登记的事实达到预警条件。');
  });

  test('spread tells only what is known', () => {
    expect(
      spread({
        metrics: { reach_24h: 123_456, distinct_areas_6h: 3, duplicate_ratio_6h: 0.318, hot_rank: 8 },
      }),
    ).toBe('24 小时估计触达 12 万人，涉及 3 个片区，转载占 31.8%，热榜第 8 位');
    expect(spread({ metrics: { reach_24h: 1_234_567_890 } })).toBe('24 小时估计触达 12 亿人');
    expect(spread({ metrics: {} })).toBe('');
  });

  test('who confirmed it once and is asked again is not said to have heard nothing since the beginning', () => {
    const passing = { count: 1, waited: 3 * MINUTE, step: null, people: ['乙'] };
    expect(passingWords(passing)).toBe('发出 3 分钟无人确认，转给 乙。');
    expect(passingWords({ ...passing, askedAgain: true })).toBe('重新要求确认后 3 分钟无人确认，转给 乙。');
  });

  test('a stored reason in words', () => {
    expect(reasonWords('sev.outage.authors_24h 12 >= 10')).toBe('中断独立作者 12（≥ 10）');
  });

  test('a level is shape and word', () => {
    expect((['IV', 'III', 'II', 'I'] as const).map(levelMark)).toEqual(['● 蓝', '▲ 黄', '◆ 橙', '■ 红']);
  });
});

describe('findings in words', () => {
  const rule = { expected: null, usualHigh: null, score: 0, baseline: { kind: 'rule' } } as const;
  const own = { kind: 'own-history', days: 28, dispersion: 0.05 } as const;
  const share = makeFinding({
    detector: 'negative-share',
    key: 'negative-share',
    windowMinutes: 360,
    observed: 28,
    expected: 8.1,
    baseline: own,
    facts: {
      measure: 'negative-share',
      total: 45,
      share: 0.622,
      shareLow: 0.476,
      shareHigh: 0.749,
      usualShare: 0.18,
    },
  });
  const voice = (facts: Record<string, string | number>) =>
    makeFinding({ ...rule, detector: 'authority', key: 'authority', observed: 2, facts });
  const silence = (facts: Record<string, string | number>) =>
    makeFinding({ detector: 'silence', windowMinutes: 546, observed: 0, expected: 24.3, facts });

  test('a share with its interval and the usual one', () => {
    expect(unusual(share)).toBe(
      '近 6 小时负面占 62.2%（95% 区间 47.6%–74.9%），平时约 18.0%（与自身 28 天历史相比）',
    );
  });

  test.each([
    [
      voice({ voice: 'central_media', amid: 'trouble', quietDays: 3 }),
      '负面声中，中央媒体开始发声，24 小时内 2 条，距上次已 3 天',
    ],
    [voice({ voice: 'official', amid: 'calm' }), '监管或政府机构开始发声，24 小时内 2 条，有记录以来第一次'],
    [
      silence({ cause: 'public' }),
      '已 9 小时没有新提及，平时这段时间约 24 条；采集正常，可能是平台故障或内容被删（对照过去 28 天同一时段）',
    ],
    [
      silence({ cause: 'feeds', feeds: 3, healthyFeeds: 1 }),
      '已 9 小时没有新提及，平时这段时间约 24 条；3 个来源中 2 个采集异常，先查采集，不能当作平息（对照过去 28 天同一时段）',
    ],
    [
      makeFinding({
        ...rule,
        detector: 'copy-storm',
        windowMinutes: 360,
        observed: 48,
        facts: { pattern: 'few-authors', originals: 3, authors: 6 },
      }),
      '近 6 小时 48 条近似转载，原文 3 篇，账号 6 个，少数账号集中发布',
    ],
    [
      makeFinding({
        detector: 'source-mix',
        windowMinutes: 360,
        observed: 60,
        baseline: own,
        facts: { platform: 'heimao', share: 0.8, usualShare: 0.004 },
      }),
      '近 6 小时 80.0% 的提及来自黑猫投诉，平时几乎没有（与自身 28 天历史相比）',
    ],
    [
      makeFinding({
        ...rule,
        detector: 'hot-list',
        observed: 4,
        facts: { move: 'climbing', current: 4, from: 38, minutes: 120 },
      }),
      '热榜上升到第 4 位（2 小时前在第 38 位）',
    ],
    [
      makeFinding({
        detector: 'cusum',
        windowMinutes: 2_880,
        observed: 90,
        expected: 50,
        facts: { measure: 'total' },
      }),
      '近 2 天相关内容 90 条，平时 50 条，通常不超过 18 条（对照过去 28 天同一时段）',
    ],
  ])('%#', (finding, words) => {
    expect(unusual(finding)).toBe(words);
  });

  test('the count leads, then what people say, then how it spreads; observations do not lead', () => {
    const mix = makeFinding({ detector: 'source-mix', score: 90, baseline: own, facts: {} });
    const official = voice({ voice: 'official', amid: 'trouble' });
    expect(sentence({ findings: [official, mix, share, makeFinding(), outage] }, '甲')).toBe(
      '甲：近 1 小时负面 86 条，是平时同时段的 9.6 倍；24 小时内 12 个账号提到服务中断（未核实）；负面声中，监管或政府机构开始发声，24 小时内 2 条，有记录以来第一次。',
    );
    expect(sentence({ findings: [mix, share] }, '甲')).toContain('负面占 62.2%');
    expect(sentence({ findings: [silence({ cause: 'unknown' })] }, '甲')).toContain('先确认数据来源是否中断');
  });
});
