import type { SurveyFigures, SurveyScreen } from '../core/screens/surveys.ts';
import { chinaTime } from '../core/time.ts';
import { csvLine } from './write-csv.ts';

const DIMENSIONS = {
  tangibles: '有形性',
  reliability: '可靠性',
  responsiveness: '响应性',
  assurance: '保证性',
  empathy: '移情性',
} as const;

const HEAD = ['问卷', '起', '止（不含）', '组', '指标', '数值', '95%区间下限', '95%区间上限', '人数'];

/** Which way its numbers run is not seen on a mean. */
const EASE = { high: '越大越省力', low: '越大越费力' } as const;

interface CountedInterval {
  readonly n: number;
  readonly lo: number;
  readonly hi: number;
}

/** Figures of a survey and of its groups, one a line; UTF-8 with BOM so that Excel reads Chinese. */
export function* surveyLines({ row, segments }: SurveyScreen): Generator<string> {
  yield `\ufeff${csvLine(HEAD)}`;
  const about = [row.name, chinaTime(row.from), chinaTime(row.to)];
  for (const { name, ...figures } of [{ name: '全部', ...row.figures }, ...segments]) {
    for (const cells of figureCells(figures, row)) yield csvLine([...about, name, ...cells]);
  }
}

function* figureCells(
  { nps, csat, ces, dimensions }: SurveyFigures,
  { scale, cesScale, cesBetter }: SurveyScreen['row'],
): Generator<readonly (string | number | null)[]> {
  const told = (name: string, value: number, { n, lo, hi }: CountedInterval) => [
    name,
    ...[value, lo, hi].map((each) => Number(each.toFixed(4))),
    n,
  ];
  if (nps) yield told('NPS（−100至100）', nps.value, nps);
  if (csat) yield told('满意的占比', csat.share.p ?? 0, { ...csat.share, n: csat.n });
  if (ces) yield told(`费力度均值（1至${cesScale}，${EASE[cesBetter]}）`, ces.mean, ces);
  for (const { dimension, perceived, expected, gap } of dimensions) {
    const name = DIMENSIONS[dimension];
    if (perceived) yield told(`${name}·感受均值（1至${scale}）`, perceived.mean, perceived);
    if (expected) yield told(`${name}·期望均值（1至${scale}）`, expected.mean, expected);
    if (gap) yield told(`${name}·感受减期望`, gap.mean, gap);
  }
}
