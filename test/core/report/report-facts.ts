import type {
  Amount,
  OutageFacts,
  ReportAlert,
  ReportFacts,
  ReportStory,
  TouchpointFacts,
} from '../../../server/core/report/report-facts.ts';
import type { ReportPeriod } from '../../../server/core/report/report-period.ts';
import { growthInterval } from '../../../server/core/statistics/growth-interval.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';

/** Monday, 16 November 2026 in China. */
export const MONDAY = Date.parse('2026-11-16T00:00:00+08:00');
export const WEEK: ReportPeriod = { kind: 'weekly', from: MONDAY, to: MONDAY + 7 * DAY, complete: true };

export const amount = (count: number, negative: number, copies = 0): Amount => ({
  count,
  negative,
  copies,
  authors: { authors: count - copies, exact: true },
});

/** So much in the week and so much in the one before; null: nobody looked then. */
export function volumeOf(now: Amount, before: Amount | null): ReportFacts['volume'] {
  const growth =
    before === null
      ? null
      : growthInterval({ count: now.count, exposure: 7 }, { count: before.count, exposure: 7 });
  const bars = Array.from({ length: 7 }, (_, day) => ({
    at: MONDAY + day * DAY,
    negative: 0,
    neutral: 0,
    positive: 0,
    before: null,
    incomplete: false,
  }));
  return { unit: 'day', bars, now, before, growth };
}

/** A week in which nothing happened. */
export function quietWeek(parts: Partial<ReportFacts> = {}): ReportFacts {
  return {
    period: WEEK,
    before: { from: MONDAY - 7 * DAY, to: MONDAY },
    begun: MONDAY - 30 * DAY,
    watches: ['优鲜'],
    all: false,
    madeAt: MONDAY + 7 * DAY + 9 * HOUR,
    volume: volumeOf(amount(120, 10, 20), amount(115, 11, 15)),
    alerts: [],
    alertsBefore: 0,
    stories: [],
    oneSided: [],
    topics: [],
    touchpoints: [],
    gaps: [],
    surveys: [],
    fixes: [],
    platforms: [],
    regions: [],
    voices: [],
    claims: [],
    suggestions: { looked: 0, pleas: 0, groups: [] },
    sources: { feeds: 3, readable: 3, outages: [] },
    ...parts,
  };
}

export const alertOf = (parts: Partial<ReportAlert> = {}): ReportAlert => ({
  id: 7,
  watchName: '优鲜',
  level: 'I',
  status: 'acknowledged',
  sentence: '近 1 小时负面 54 条。',
  openedAt: MONDAY + 2 * DAY,
  closedAt: null,
  confirmedBy: '陈',
  closedBy: null,
  closingNote: null,
  timing: { found: 6 * MINUTE, confirmed: 4 * MINUTE, onTime: true },
  ...parts,
});

export const storyOf = (parts: Partial<ReportStory> = {}): ReportStory => ({
  title: '草莓发霉',
  stage: 'declining',
  count: 86,
  copies: 40,
  negative: 70,
  before: 0,
  peak: { at: MONDAY + 2 * DAY + 9 * HOUR, count: 21 },
  platforms: ['weibo'],
  examples: [{ text: '打开就是霉的', platform: 'weibo', at: MONDAY, url: 'https://example.cn/1' }],
  ...parts,
});

export function touchpointOf(
  touchpoint: TouchpointFacts['touchpoint'],
  [count, before]: readonly [number, number],
  direction: TouchpointFacts['direction'],
): TouchpointFacts {
  const growth = growthInterval({ count, exposure: 7 }, { count: before, exposure: 7 });
  const dimensions = [{ dimension: 'reliability', count, before, growth, direction }] as const;
  return { touchpoint, count, copies: 0, before, growth, direction, dimensions };
}

export const outageOf = (parts: Partial<OutageFacts> = {}): OutageFacts => ({
  feed: '晚报',
  from: MONDAY + DAY,
  to: MONDAY + DAY + 20 * HOUR,
  why: 'failing',
  lasting: false,
  share: 0.38,
  ...parts,
});
