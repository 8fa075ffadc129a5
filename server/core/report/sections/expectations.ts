import { platformWord } from '../../mention/platform-words.ts';
import { momentWord } from '../../quantity-words.ts';
import { TOUCHPOINT_WORDS } from '../../reading/touchpoint-words.ts';
import { startOfDay } from '../../time.ts';
import { growthCell } from '../cells.ts';
import type { ReportFacts } from '../report-facts.ts';
import type { Block, Cell, Column, Section } from '../report-snapshot.ts';
import {
  BROKEN_WORDS,
  NOTHING_BEFORE,
  nameWord,
  periodWord,
  SERVQUAL_WORDS,
  spanWords,
} from '../report-words.ts';
import { oneSidedSentence, touchpointSentence } from '../summary.ts';
import { fixTable } from './fixes.ts';
import { gapTable } from './gaps.ts';
import { surveyTable } from './surveys.ts';

const DIRECTION_WORDS = { rising: '上升', falling: '下降', steady: '看不出' } as const;

/** What people speak of, which touchpoint breaks which expectation, and what came of fixes. */
export function serviceSection(facts: ReportFacts): Section {
  const counted = [touchpoints(facts), dimensions(facts), topics(facts), wordDays(facts), gapTable(facts)];
  const blocks = [...counted, suggestions(facts), ...surveyTable(facts), ...fixTable(facts)];
  return {
    id: 'service',
    title: '话题、触点与服务期望',
    finding: touchpointSentence(facts) ?? calm(facts),
    blocks: [
      ...blocks.filter((block) => block !== null),
      { kind: 'text', text: HOW + (oneSidedSentence(facts) ?? '') },
    ],
  };
}

const ORIGINALS = '（按原帖算，转载不重复算）';
const HOW =
  '抱怨是提到这个触点的负面内容，按原帖算，相同或相近的转载不重复算；一条可以没做到几项期望，也可以看不出是哪一项。“变化”括号里是 95% 区间；同时看了许多项，只有排除偶然之后仍然成立的才写上升或下降。';

function calm({ touchpoints, period }: ReportFacts): string {
  const { now, before } = spanWords(period);
  const [most] = touchpoints.toSorted((a, b) => b.count - a.count);
  if (most === undefined || most.count === 0) return `${now}没有抱怨哪个触点的内容。`;
  const compared = most.before === null ? NOTHING_BEFORE : `与${before}相比，没有哪个触点有明确变化`;
  return `抱怨最多的是${TOUCHPOINT_WORDS[most.touchpoint]}，原帖 ${most.count} 条；${compared}。`;
}

/** Columns of things held against the time before. */
const changed = ({ period }: ReportFacts, ...first: readonly Column[]): readonly Column[] => [
  ...first,
  { name: spanWords(period).now, width: 2, figures: true },
  { name: spanWords(period).before, width: 2, figures: true },
  { name: '变化', width: 4 },
  { name: '判断', width: 2 },
];

type Changed = Pick<ReportFacts['topics'][number], 'count' | 'before' | 'growth' | 'direction'>;

const cellsOf = ({ count, before, growth, direction }: Changed): readonly Cell[] => [
  count,
  before,
  growthCell(growth),
  growth === null ? null : DIRECTION_WORDS[direction],
];

function touchpoints(facts: ReportFacts): Block | null {
  if (facts.touchpoints.length === 0) return null;
  const copied = facts.touchpoints.some(({ copies }) => copies > 0);
  const columns = changed(facts, { name: '触点', width: 4 });
  return {
    kind: 'table',
    title: `各触点的抱怨${ORIGINALS}`,
    columns: copied ? [...columns, { name: '另有转载', width: 2, figures: true }] : columns,
    rows: facts.touchpoints.map((row) => [
      TOUCHPOINT_WORDS[row.touchpoint],
      ...cellsOf(row),
      ...(copied ? [row.copies] : []),
    ]),
    bars: 1,
  };
}

const MAX_CELLS = 12;

/** Of the matrix of touchpoints and dimensions what changed for sure, else what weighs most. */
function dimensions(facts: ReportFacts): Block | null {
  const cells = facts.touchpoints.flatMap(({ touchpoint, dimensions }) =>
    dimensions.map((cell) => ({ touchpoint, cell })),
  );
  const moved = cells.filter(({ cell }) => cell.direction !== 'steady');
  const told = moved.length > 0 ? moved : cells.filter(({ cell }) => cell.count > 0);
  if (told.length === 0) return null;
  return {
    kind: 'table',
    title: `${moved.length > 0 ? '有明确变化的触点与期望' : '抱怨最多的触点与期望'}${ORIGINALS}`,
    columns: changed(facts, { name: '触点', width: 3 }, { name: '没做到的期望', width: 5 }),
    rows: told
      .toSorted((a, b) => b.cell.count - a.cell.count)
      .slice(0, MAX_CELLS)
      .map(({ touchpoint, cell }) => [
        TOUCHPOINT_WORDS[touchpoint],
        `${SERVQUAL_WORDS[cell.dimension]}（${BROKEN_WORDS[cell.dimension]}）`,
        ...cellsOf(cell),
      ]),
  };
}

function topics(facts: ReportFacts): Block | null {
  if (facts.topics.length === 0) return null;
  return {
    kind: 'table',
    title: `${facts.topics.some(({ direction }) => direction !== 'steady') ? '有明确变化的话题' : '说得最多的话题'}（含转载）`,
    columns: changed(facts, { name: '话题', width: 5 }),
    rows: facts.topics.map((topic) => [nameWord(topic.name), ...cellsOf(topic)]),
  };
}

/** For a period that ends within a day words say less than all else. */
function wordDays({ topics, period, before }: ReportFacts): Block | null {
  const end = startOfDay(period.to);
  if (end === period.to || !topics.some(({ name }) => name.startsWith('term.'))) return null;
  const days = periodWord({ from: period.from, to: end });
  const compared = before === null ? '' : '，比较的是此前同样的整天';
  return { kind: 'text', text: `词按整天计：上面加引号的词只算 ${days}${compared}。` };
}

/** What people propose in their own words: of each touchpoint what most of them say. */
function suggestions({ suggestions: { looked, pleas, groups } }: ReportFacts): Block | null {
  if (groups.length === 0) return null;
  const quotes = groups.flatMap(({ touchpoint, people, examples: [example] }) => {
    if (example === undefined) return [];
    const about = touchpoint === null ? '其他' : TOUCHPOINT_WORDS[touchpoint];
    const { quote: text, url, platform, at } = example;
    return [{ text, url, about: `${about}，${people} 人提；${platformWord(platform)}，${momentWord(at)}` }];
  });
  const only = pleas > 0 ? `，其中 ${pleas} 条只求解决、重视或给说法，不列` : '';
  return { kind: 'quotes', title: `大家的建议（从最近 ${looked} 条里读出${only}）`, quotes };
}
