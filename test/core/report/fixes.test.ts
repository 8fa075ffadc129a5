import { expect, test } from 'vitest';
import type { ReportFacts } from '../../../server/core/report/report-facts.ts';
import { fixTable } from '../../../server/core/report/sections/fixes.ts';
import { proveFix } from '../../../server/core/service/fix-proof.ts';
import { DAY, startOfDay } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';
import { quietWeek } from './report-facts.ts';

type Fix = ReportFacts['fixes'][number];

const DONE = startOfDay(NOW) - 28 * DAY;

/** Eight weeks before a fix and four after it, with so many complaints and other mentions a day. */
function makeFix(
  [complaints, other, others = 0]: readonly number[],
  after: readonly number[],
  parts: Partial<Fix> = {},
): Fix {
  const days = Array.from({ length: 84 }, (_, n) => {
    const at = DONE - 56 * DAY + n * DAY;
    const [said = 0, rest = 0, more = 0] = at < DONE ? [complaints, other, others] : after;
    return { at, platform: 'news', mentions: said + rest, complaints: said, others: more, copies: 0 };
  });
  return {
    id: 1,
    watchId: 1,
    watchName: '优鲜',
    touchpoint: 'hotline',
    dimension: null,
    title: '增开坐席',
    doneAt: DONE,
    createdAt: NOW,
    createdBy: '王',
    proof: proveFix({ doneAt: DONE, now: NOW, since: DONE - 56 * DAY, days }),
    ...parts,
  };
}

function tableOf(...fixes: readonly Fix[]) {
  const [table, how] = fixTable(quietWeek({ fixes }));
  if (table?.kind !== 'table' || how?.kind !== 'text') throw new Error('no table of fixes');
  const names = table.columns.map(({ name }) => name);
  const rows = table.rows.map((cells) => new Map(names.map((name, n) => [name, cells[n]])));
  return { names, rows, how: how.text };
}

test('a fix tells of how many, how many a day and how sure it is, and what it cannot tell', () => {
  const { rows, how } = tableOf(makeFix([4, 16], [1, 16]));
  expect(rows[0]?.get('抱怨')).toBe('此前 112 / 560 条，每天 4 条；此后 28 / 476 条，每天 1 条');
  expect(rows[0]?.get('占比相差')).toMatch(/^−14\.1 个百分点（−\d+\.\d 至 −\d+\.\d）$/);
  expect(rows[0]?.get('结论')).toBe('有效');
  expect(how).toContain('同一时间发生的别的事也会影响占比');
  expect(fixTable(quietWeek({ fixes: [] }))).toEqual([]);
});

test('a doubt is no verdict, and its reason agrees with the figures', () => {
  const { rows } = tableOf(
    makeFix([4, 16], [4, 60]),
    makeFix([4, 60], [4, 16]),
    makeFix([8, 32, 10], [3, 27, 4]),
  );
  expect(rows.map((row) => row.get('结论'))).toEqual([
    '不下结论（每天的抱怨没有明显变少，多半是别的内容多了）',
    '不下结论（每天的抱怨没有明显变多，多半是别的内容少了）',
    '不下结论（其余的抱怨同期也从每天 10 条降到 4 条，幅度相近）',
  ]);
});

test('fixes of several watches and expectations can be told apart', () => {
  const one = makeFix([4, 16], [1, 16]);
  expect(tableOf(one).names).not.toContain('方案');
  const { rows } = tableOf(one, { ...one, watchId: 2, watchName: '热力', dimension: 'empathy' });
  expect(rows.map((row) => [row.get('方案'), row.get('触点与期望')])).toEqual([
    ['优鲜', '客服热线，整个触点'],
    ['热力', '客服热线，移情性'],
  ]);
});
