import { expect, test } from 'vitest';
import type { ReportFacts } from '../../../server/core/report/report-facts.ts';
import { serviceSection } from '../../../server/core/report/sections/expectations.ts';
import { quietWeek } from './report-facts.ts';

const room = { unit: 'celsius', standard: true, mentions: 3, expected: 18, actual: 14, relative: -0.22 };
const wait = { unit: 'hour', standard: false, mentions: 2, expected: 2, actual: 6, relative: 2 };
const promises = (gaps: ReportFacts['gaps']) =>
  serviceSection(quietWeek({ gaps })).blocks.find(
    (block) => block.kind === 'table' && block.title === '承诺了多少，实际是多少',
  );
const judged = { judged: 2, worse: 2 };

test('what a standard demands is listed under no promise, and copies are told as such', () => {
  const heating = { touchpoint: 'heating', looked: 50, copies: 11 } as const;
  const both = promises([{ ...heating, gaps: [room, wait].map((each) => ({ ...each, ...judged })) }]);
  expect(both).toMatchObject({
    rows: [['供热', '2 小时', '6 小时', expect.anything(), expect.stringContaining('另有 11 条')]],
  });
  expect(promises([{ ...heating, gaps: [{ ...room, ...judged }] }])).toBeUndefined();
});
