import { SERVQUAL, type Servqual } from '../reading/analysis.ts';
import { momentsOf } from '../statistics/mean-interval.ts';
import type { AnswerTally, SurveyTally } from './answer-tally.ts';
import { guardSegments } from './guard-segments.ts';
import type { SurveyAnswer } from './read-answer.ts';
import type { SurveyMapping } from './survey-use.ts';

/** All that is kept of the answers of a survey. */
export function tallySurvey(answers: readonly SurveyAnswer[], mapping: SurveyMapping): SurveyTally {
  const groups = [...Map.groupBy(answers, ({ segment }) => segment)].flatMap(([name, those]) =>
    name === null ? [] : [{ name, ...tallyOf(those) }],
  );
  return guardSegments({
    ...tallyOf(answers),
    scale: mapping.scale,
    cesScale: mapping.ces.scale,
    cesBetter: mapping.ces.better,
    segmentColumn: Object.entries(mapping.uses).find(([, use]) => use === 'segment')?.[0] ?? null,
    segments: groups.sort((a, b) => b.answers - a.answers || (a.name < b.name ? -1 : 1)),
    unsegmented: 0,
  });
}

function tallyOf(answers: readonly SurveyAnswer[]): AnswerTally {
  const given = (of: (answer: SurveyAnswer) => number | null | undefined): readonly number[] =>
    answers.flatMap((answer) => of(answer) ?? []);
  const dimensions = SERVQUAL.map((dimension) => ({
    dimension,
    perceived: momentsOf(given(({ perceived }) => perceived[dimension])),
    expected: momentsOf(given(({ expected }) => expected[dimension])),
    gap: momentsOf(given((answer) => gapOf(answer, dimension))),
  }));
  return {
    answers: answers.length,
    nps: countsOf(
      given(({ nps }) => nps),
      0,
      10,
    ),
    csat: countsOf(
      given(({ csat }) => csat),
      1,
      5,
    ),
    ces: momentsOf(given(({ ces }) => ces)),
    dimensions: dimensions.filter(({ perceived, expected }) => perceived !== null || expected !== null),
  };
}

/** Of people who said both; their two answers belong together. */
function gapOf({ perceived, expected }: SurveyAnswer, dimension: Servqual): number | null {
  const [got, due] = [perceived[dimension], expected[dimension]];
  return got === undefined || due === undefined ? null : got - due;
}

function countsOf(values: readonly number[], from: number, to: number): readonly number[] | null {
  if (values.length === 0) return null;
  const counts = Array.from({ length: to - from + 1 }, () => 0);
  for (const value of values) counts[value - from] = (counts[value - from] ?? 0) + 1;
  return counts;
}
