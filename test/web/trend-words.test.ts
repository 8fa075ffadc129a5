import { expect, test } from 'vitest';
import type { TopicRow, TrendsScreen } from '../../web/api/trends.ts';
import { topicsFinding } from '../../web/words/trend-words.ts';
import { zh } from '../../web/words/zh.ts';

const TODAY = Date.parse('2026-11-26T00:00:00+08:00');
const HOUR = 3_600_000;
const until = (to: number): Pick<TrendsScreen, 'termSpans'> => ({
  termSpans: { now: { from: TODAY, to }, before: [] },
});
const row = (topic: string): TopicRow => ({
  topic,
  title: null,
  now: { count: 15, copies: 0, negative: 0, positive: 0 },
  negativeShare: { p: 0, lo: 0, hi: 0.2 },
  before: [],
  growth: null,
  direction: 'steady',
});

test('that a part of a day leaves words uncompared is not told as a missing past', () => {
  const words = [row('term.热线'), row('term.停暖')];
  expect(topicsFinding(words, until(TODAY + 9 * HOUR), zh)).toBe('不到一整天，词不作比较，按数量排列');
  expect(topicsFinding(words, until(TODAY + 24 * HOUR), zh)).toBe('对照期没有数据，按数量排列');
  expect(topicsFinding([row('touch.heating'), ...words], until(TODAY + 9 * HOUR), zh)).toBe(
    '对照期没有数据，按数量排列',
  );
});
