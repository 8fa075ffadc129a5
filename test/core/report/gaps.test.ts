import { expect, test } from 'vitest';
import type { ReportFacts } from '../../../server/core/report/report-facts.ts';
import { serviceSection } from '../../../server/core/report/sections/expectations.ts';
import { quietWeek } from './report-facts.ts';

const room = { unit: 'celsius', standard: true, mentions: 3, expected: 18, actual: 14, relative: -0.22 };
const wait = { unit: 'hour', standard: false, mentions: 2, expected: 2, actual: 6, relative: 2 };
const promises = (gaps: ReportFacts['gaps']) =>
  serviceSection(quietWeek({ gaps })).blocks.find(
    (block) => block.kind === 'table' && block.title === '期望多少，实际是多少',
  );
const judged = { judged: 2, worse: 2 };

test('what a standard demands has a row of its own beside what was promised, and copies are told as such', () => {
  const heating = { touchpoint: 'heating', looked: 50, copies: 11 } as const;
  const both = promises([{ ...heating, gaps: [room, wait].map((each) => ({ ...each, ...judged })) }]);
  const copied = expect.stringContaining('另有 11 条');
  expect(both).toMatchObject({
    rows: [
      ['供热', '国家标准（供暖室温下限）', '18 ℃', '14 ℃', '低 22.0%', copied],
      ['供热', '内容里说的承诺或期望', '2 小时', '6 小时', '多 200.0%', copied],
    ],
  });
  expect(promises([])).toBeUndefined();
});

test('where most got worse than expected comes first, whatever is complained of most', () => {
  const few = { ...wait, unit: 'minute', judged: 2, worse: 1 };
  const many = { ...wait, mentions: 16, judged: 16, worse: 14, expected: 24, actual: 54, relative: 1.25 };
  const unknown = { ...wait, unit: 'yuan', mentions: 3, judged: 0, worse: 0 };
  const table = promises([
    { touchpoint: 'hotline', looked: 200, copies: 0, gaps: [unknown, few] },
    { touchpoint: 'onsite_repair', looked: 40, copies: 0, gaps: [many] },
  ]);
  expect(
    table?.kind === 'table' && table.rows.map(([touchpoint, , , , , worse]) => [touchpoint, worse]),
  ).toEqual([
    ['上门维修', '16 条里 14 条（从最近 40 条原创抱怨里读出）'],
    ['客服热线', '2 条里 1 条（从最近 200 条原创抱怨里读出）'],
    ['客服热线', '3 条，看不出是好是坏（从最近 200 条原创抱怨里读出）'],
  ]);
});
