import { amount, percent } from '../../quantity-words.ts';
import { TOUCHPOINT_WORDS } from '../../reading/touchpoint-words.ts';
import type { GapFacts, ReportFacts } from '../report-facts.ts';
import type { Block, Cell } from '../report-snapshot.ts';

/** As the page of expectations calls them. */
export const UNIT_WORDS: Readonly<Record<string, string>> = {
  second: '秒',
  minute: '分钟',
  hour: '小时',
  day: '天',
  week: '周',
  month: '个月',
  year: '年',
  celsius: '℃',
  yuan: '元',
  percent: '%',
  mbps: '兆',
  km: '公里',
  kg: '公斤',
  gram: '克',
  piece: '件',
};
const MAX_ROWS = 12;

type Gap = GapFacts['gaps'][number];

/** What people were promised, or what a standard demands, beside what they got: first where most got worse. */
export function gapTable({ gaps }: ReportFacts): Block | null {
  const rows = gaps
    .flatMap((of) => of.gaps.map((gap) => ({ of, gap })))
    .toSorted((a, b) => b.gap.worse - a.gap.worse || b.gap.mentions - a.gap.mentions)
    .slice(0, MAX_ROWS);
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    title: '期望多少，实际是多少',
    columns: [
      { name: '触点', width: 3 },
      { name: '期望的依据', width: 4 },
      { name: '期望（中位）', width: 3, figures: true },
      { name: '实际（中位）', width: 3, figures: true },
      { name: '相差', width: 3, figures: true },
      { name: '不如期望', width: 5 },
    ],
    rows: rows.map(({ of, gap }) => gapRow(of, gap)),
  };
}

function gapRow({ touchpoint, looked, copies }: GapFacts, gap: Gap): readonly Cell[] {
  const unit = UNIT_WORDS[gap.unit] ?? gap.unit;
  const of = (value: number) => (unit === '%' ? `${amount(value)}%` : `${amount(value)} ${unit}`);
  const [more, less] = gap.standard ? ['高', '低'] : ['多', '少'];
  const copied = copies > 0 ? `，另有 ${copies} 条相同或相近，不重复计` : '';
  const judged = gap.judged > 0 ? `${gap.judged} 条里 ${gap.worse} 条` : `${gap.mentions} 条，看不出是好是坏`;
  return [
    TOUCHPOINT_WORDS[touchpoint],
    gap.standard ? '国家标准（供暖室温下限）' : '内容里说的承诺或期望',
    of(gap.expected),
    of(gap.actual),
    gap.relative === 0 ? '相同' : `${gap.relative > 0 ? more : less} ${percent(Math.abs(gap.relative))}`,
    `${judged}（从最近 ${looked} 条原创抱怨里读出${copied}）`,
  ];
}
