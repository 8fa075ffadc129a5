import { expect, test } from 'vitest';
import type { SurveyFacts } from '../../../server/core/report/report-facts.ts';
import { surveyTable } from '../../../server/core/report/sections/surveys.ts';
import { DAY } from '../../../server/core/time.ts';
import { quietWeek } from './report-facts.ts';

const FROM = Date.parse('2026-11-16T00:00:00+08:00');

const mean = (value: number, n = 60) => ({
  n,
  mean: value,
  variance: 0.6,
  lo: value - 0.2,
  hi: value + 0.2,
});
const gapOf = (dimension: 'reliability' | 'empathy', value: number, n = 60) => ({
  dimension,
  perceived: mean(3.5, n),
  expected: mean(3.5 - value, n),
  gap: mean(value, n),
});

const survey = (parts: Partial<SurveyFacts> = {}): SurveyFacts => ({
  name: '到家体验',
  watchId: 1,
  watchName: '优鲜',
  from: FROM,
  to: FROM + 7 * DAY,
  answers: 312,
  cesScale: 7,
  cesBetter: 'high',
  figures: {
    answers: 312,
    nps: { n: 300, promoters: 150, passives: 42, detractors: 108, value: 14, lo: 3.5, hi: 24.5 },
    csat: { n: 312, satisfied: 209, share: { p: 0.67, lo: 0.616, hi: 0.72 } },
    ces: mean(5.1),
    dimensions: [gapOf('reliability', -1.2), gapOf('empathy', -0.3)],
  },
  before: null,
  changes: null,
  ...parts,
});

function rowOf(...surveys: readonly SurveyFacts[]) {
  const [table] = surveyTable(quietWeek({ surveys }));
  if (table?.kind !== 'table') throw new Error('no table');
  const names = table.columns.map(({ name }) => name);
  return new Map(names.map((name, n) => [name, table.rows[0]?.[n]]));
}

test('a survey tells what it comes to, with intervals and its days', () => {
  const row = rowOf(survey());
  expect(row.get('问卷')).toBe('到家体验（11月16日至11月22日）');
  expect(row.get('答卷')).toBe(312);
  expect(row.get('净推荐值')).toBe('14.0（3.5 至 24.5）');
  expect(row.get('满意度')).toMatchObject({ share: { p: 0.67 } });
  expect(row.get('费力度')).toBe('5.10（4.90 至 5.30），7 级，越高越省力');
  expect(row.get('差得最多的期望')).toBe('可靠性 −1.20（−1.40 至 −1.00）');
  expect(row.get('与上一次相比')).toBe('没有上一次可比');
  expect(row.has('方案')).toBe(false);
  expect(surveyTable(quietWeek())).toEqual([]);
});

test('what was not asked, or by too few, is left out; surveys of several watches say of which', () => {
  const { figures } = survey();
  const few = [gapOf('reliability', -2, 19), gapOf('empathy', -0.3)];
  const bare = { ...figures, nps: null, csat: null, ces: null, dimensions: few };
  const row = rowOf(survey({ figures: bare }), survey({ watchId: 2, watchName: '热力' }));
  expect([row.get('净推荐值'), row.get('满意度'), row.get('费力度')]).toEqual([null, null, null]);
  expect(row.get('差得最多的期望')).toMatch(/^移情性 −0\.30/);
  expect(row.get('方案')).toBe('优鲜');
});

test('only what changed for sure is told, beside which survey', () => {
  const before = { id: 3, name: '十月', from: FROM - 30 * DAY, to: FROM - 20 * DAY };
  const change = (value: number, verdict: 'higher' | 'lower' | 'unclear') => ({
    value,
    lo: value - 1,
    hi: value + 1,
    verdict,
  });
  const changes = {
    nps: change(-12.34, 'lower'),
    csat: change(0.081, 'higher'),
    ces: change(0.1, 'unclear'),
    dimensions: [{ dimension: 'empathy' as const, change: change(0.456, 'higher') }],
  };
  expect(rowOf(survey({ before, changes })).get('与上一次相比')).toBe(
    '净推荐值低 12.3，满意度高 8.1 个百分点，移情性高 0.46。上一次：十月',
  );
  const same = { nps: null, csat: null, ces: change(0, 'unclear'), dimensions: [] };
  expect(rowOf(survey({ before, changes: same })).get('与上一次相比')).toBe('看不出变化。上一次：十月');
});
