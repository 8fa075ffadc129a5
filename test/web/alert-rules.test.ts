import { expect, test } from 'vitest';
import { alertLabels, inRows } from '../../web/charts/alert-rules.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NAMES = { I: '红', II: '橙', III: '黄', IV: '蓝' } as const;
const word = (level: keyof typeof NAMES): string => NAMES[level];
const rise = (at: number, ...levels: (keyof typeof NAMES)[]) => ({ at, levels });

test('an alert is told by the levels it went through', () => {
  expect(alertLabels([rise(HOUR, 'IV', 'II')], DAY, word)).toEqual([
    { at: HOUR, words: '蓝 → 橙', level: 'II' },
  ]);
});

test('three in one hour stand side by side, a fourth makes them one label', () => {
  const three = Array.from({ length: 3 }, () => rise(HOUR, 'I'));
  expect(alertLabels(three, DAY, word).map(({ words }) => words)).toEqual(['红', '红', '红']);
  const [one, ...rest] = alertLabels([...three, rise(HOUR, 'IV', 'II')], DAY, word);
  expect([one, rest]).toEqual([{ at: HOUR, words: '红 ×3 · 橙 ×1', level: 'I' }, []]);
});

test('thirty-one alerts of one hour leave the bar to be seen, and those of other hours their own label', () => {
  const many = Array.from({ length: 31 }, () => rise(12 * HOUR, 'I'));
  const labels = alertLabels([rise(HOUR, 'IV'), ...many, rise(22 * HOUR, 'III')], DAY, word);
  expect(labels.map(({ words }) => words)).toEqual(['蓝', '红 ×31', '黄']);
});

test('labels close to each other stand in rows of their own, those apart in the first', () => {
  const marks = [HOUR, 2 * HOUR, 3 * HOUR, 20 * HOUR].map((at) => ({ at }));
  expect(inRows(marks, { from: 0, to: DAY }).map(({ row }) => row)).toEqual([0, 1, 2, 0]);
});

test('what lies outside of what is looked at has no row', () => {
  expect(inRows([{ at: 0 }, { at: DAY }], { from: HOUR, to: 2 * HOUR })).toEqual([]);
});

test('alerts of a single hour are labelled, too: there is no span to measure by', () => {
  const at = Date.parse('2026-12-01T04:10:00Z');
  expect(alertLabels([{ at, levels: ['III', 'II'] }], 0, (level) => level)).toEqual([
    { at, words: 'III → II', level: 'II' },
  ]);
});
