import { describe, expect, test } from 'vitest';
import {
  firstSteps,
  levelMark,
  reasonWords,
  sentence,
  spread,
  unusual,
} from '../../server/core/alert-words.ts';
import serviceOutage from '../../server/playbooks/service-outage.ts';
import { makeFinding } from './make-alert.ts';

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
      '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍；24 小时内 12 人说到服务中断。',
    );
  });

  test('how unusual, with what it is held against', () => {
    expect(unusual(makeFinding({ facts: {}, usualHigh: null }))).toBe(
      '近 1 小时 86 条，平时 9 条（+08:00 同时段，28 天）',
    );
    expect(unusual(makeFinding({ expected: 0.32 }))).toBe(
      '近 1 小时负面 86 条，平时 0.3 条，通常不超过 18 条（+08:00 同时段，28 天）',
    );
  });

  test('a young watch says that it has no baseline', () => {
    const finding = makeFinding({
      baseline: { kind: 'cold-start', days: 2 },
      expected: null,
      usualHigh: null,
      observed: 12,
    });
    expect(unusual(finding)).toBe('近 1 小时负面 12 条；历史不足 7 天，尚无基线');
  });

  test('no multiple of almost nothing', () => {
    expect(sentence({ findings: [makeFinding({ expected: 0.1 })] }, '甲')).toContain('平时同时段几乎没有');
  });

  test('a claim alone, a hot list, or only records', () => {
    expect(sentence({ findings: [outage] }, '甲')).toBe('甲：24 小时内 12 人说到服务中断。');
    const hot = makeFinding({ detector: 'hot-list', observed: 3, baseline: { kind: 'rule' }, facts: {} });
    expect(unusual({ ...hot, expected: null })).toBe('登上热榜第 3 位');
    expect(sentence({ findings: [] }, '甲')).toBe('甲：登记的事实达到预警条件。');
  });

  test('spread tells only what is known', () => {
    expect(
      spread({
        metrics: { reach_24h: 123_456, distinct_areas_6h: 3, duplicate_ratio_6h: 0.318, hot_rank: 8 },
      }),
    ).toBe('24 小时估计触达 12 万人，涉及 3 个片区，转载占 32%，热榜第 8 位');
    expect(spread({ metrics: {} })).toBe('');
  });

  test('first steps by their clock, with the role', () => {
    const steps = firstSteps(serviceOutage, 'II', 2);
    expect(steps).toHaveLength(2);
    expect(steps[0]).toMatch(/^15 分钟内，.+：.+/);
    expect(firstSteps(serviceOutage, 'IV', 1)[0]).toMatch(/^1 小时内，/);
  });

  test('a stored reason in words', () => {
    expect(reasonWords('sev.outage.authors_24h 12 >= 10')).toBe('中断独立作者 12（≥ 10）');
  });

  test('a level is shape and word', () => {
    expect((['IV', 'III', 'II', 'I'] as const).map(levelMark)).toEqual(['● 蓝', '▲ 黄', '◆ 橙', '■ 红']);
  });
});
