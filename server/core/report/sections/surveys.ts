import { dayWord } from '../../quantity-words.ts';
import { MIN_COMPARED } from '../../service/survey-beside.ts';
import type { SurveyChange } from '../../service/survey-figures.ts';
import type { MeanInterval } from '../../statistics/mean-interval.ts';
import { DAY } from '../../time.ts';
import { intervalCell } from '../cells.ts';
import type { ReportFacts, SurveyFacts } from '../report-facts.ts';
import type { Block, Cell, Column } from '../report-snapshot.ts';
import { SERVQUAL_WORDS } from '../report-words.ts';

const HOW =
  '问卷是愿意作答的人说的，公开内容多半是有话要说的人说的：两边只宜比先后，不宜比高低。净推荐值是打 9、10 分的占比减去打 0 至 6 分的占比；满意度是五级里选最好两级的占比；“差得最多”看感受减期望，没问期望的看感受；括号里是 95% 区间。与上一次相比，区间不含 0 才说高了或低了。';

/** Surveys that ran in this time, beside what people wrote. */
export function surveyTable({ surveys }: ReportFacts): readonly Block[] {
  if (surveys.length === 0) return [];
  const several = new Set(surveys.map(({ watchId }) => watchId)).size > 1;
  const columns: readonly Column[] = [
    { name: '问卷', width: 5 },
    ...(several ? [{ name: '方案', width: 3 }] : []),
    { name: '答卷', width: 2, figures: true },
    { name: '净推荐值', width: 4 },
    { name: '满意度', width: 3 },
    { name: '费力度', width: 4 },
    { name: '差得最多的期望', width: 4 },
    { name: '与上一次相比', width: 5 },
  ];
  const rows = surveys.map((survey): readonly Cell[] => [
    `${survey.name}（${dayWord(survey.from)}至${dayWord(Math.max(survey.from, survey.to - DAY))}）`,
    ...(several ? [survey.watchName] : []),
    survey.answers,
    npsCell(survey),
    survey.figures.csat === null ? null : intervalCell(survey.figures.csat.share),
    effortCell(survey),
    lowestCell(survey),
    changesCell(survey),
  ]);
  return [
    { kind: 'table', title: '问卷', columns, rows },
    { kind: 'text', text: HOW },
  ];
}

const signed = (value: number, digits: number): string => {
  const said = value.toFixed(digits).replace('-', '−');
  return Number(value.toFixed(digits)) === 0 ? (0).toFixed(digits) : said;
};

function npsCell({ figures: { nps } }: SurveyFacts): Cell {
  return nps && `${signed(nps.value, 1)}（${signed(nps.lo, 1)} 至 ${signed(nps.hi, 1)}）`;
}

const meanWord = ({ mean, lo, hi }: MeanInterval): string =>
  `${signed(mean, 2)}（${signed(lo, 2)} 至 ${signed(hi, 2)}）`;

function effortCell({ figures: { ces }, cesScale, cesBetter }: SurveyFacts): Cell {
  return ces && `${meanWord(ces)}，${cesScale} 级，越${cesBetter === 'high' ? '高' : '低'}越省力`;
}

/**
 * The dimension that falls shortest of those that enough people answered: by the gap, or by what was perceived where
 * nobody was asked what they expect.
 */
function lowestCell({ figures: { dimensions } }: SurveyFacts): Cell {
  const gaps = dimensions.flatMap(({ dimension, gap }) => (gap === null ? [] : [{ dimension, told: gap }]));
  const perceived = dimensions.flatMap(({ dimension, perceived: told }) =>
    told === null ? [] : [{ dimension, told }],
  );
  const [lowest] = (gaps.length > 0 ? gaps : perceived)
    .filter(({ told }) => told.n >= MIN_COMPARED)
    .toSorted((a, b) => a.told.mean - b.told.mean);
  return lowest === undefined ? null : `${SERVQUAL_WORDS[lowest.dimension]} ${meanWord(lowest.told)}`;
}

function changesCell({ before, changes }: SurveyFacts): Cell {
  if (before === null || changes === null) return '没有上一次可比';
  const moved = [
    changeWord('净推荐值', changes.nps, 1, 1),
    changeWord('满意度', changes.csat, 100, 1, ' 个百分点'),
    changeWord('费力度', changes.ces, 1, 2),
    ...changes.dimensions.map(({ dimension, change }) => changeWord(SERVQUAL_WORDS[dimension], change, 1, 2)),
  ].filter((each) => each !== null);
  return `${moved.length === 0 ? '看不出变化' : moved.join('，')}。上一次：${before.name}`;
}

/** Null where chance could explain it, or nothing can be compared. */
function changeWord(
  name: string,
  change: SurveyChange | null,
  times: number,
  digits: number,
  unit = '',
): string | null {
  if (change === null || change.verdict === 'unclear') return null;
  const by = Math.abs(change.value * times).toFixed(digits);
  return `${name}${change.verdict === 'higher' ? '高' : '低'} ${by}${unit}`;
}
