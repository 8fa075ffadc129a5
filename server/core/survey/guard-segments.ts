import { SERVQUAL } from '../reading/analysis.ts';
import type { AnswerTally, DimensionTally, SurveyTally } from './answer-tally.ts';

/** Fewer answers of a group are not told apart: a figure of few people would reveal each. */
export const MIN_SEGMENT_ANSWERS = 20;

type Segment = SurveyTally['segments'][number];

const PARTS = ['perceived', 'expected', 'gap'] as const;
const QUESTIONS = [
  'nps',
  'csat',
  'ces',
  ...SERVQUAL.flatMap((dimension) => PARTS.map((part) => ({ dimension, part }))),
] as const;
type Question = (typeof QUESTIONS)[number];

/**
 * Leaves of groups only what reveals no single person. Groups, and of each of them questions, that fewer answered are
 * left out; and where those left out are fewer together, who takes all groups from the whole would have them: the
 * smallest that is shown is left out too. What is left out still counts in the whole. What it leaves it leaves again.
 * Source: L. Willenborg, T. de Waal, Elements of Statistical Disclosure Control (2001), §1.4.
 */
export function guardSegments(tally: SurveyTally): SurveyTally {
  const shown = shownOf(tally.segments, tally.answers, ({ answers }) => answers);
  const groups = tally.segments.filter((segment) => shown.has(segment));
  const open = QUESTIONS.map((question) => {
    const count = (of: AnswerTally) => countOf(of, question);
    return { question, to: shownOf(groups, count(tally), count) };
  });
  const segments = groups.map((segment) => {
    const hidden = open.filter(({ to }) => !to.has(segment)).map(({ question }) => question);
    return without(segment, new Set(hidden));
  });
  const told = groups.reduce((sum, { answers }) => sum + answers, 0);
  return { ...tally, segments, unsegmented: tally.answers - told };
}

/** Those of enough answers, of which nothing can be derived by subtracting them from the whole. */
function shownOf(
  segments: readonly Segment[],
  all: number,
  count: (segment: Segment) => number,
): ReadonlySet<Segment> {
  const enough = segments
    .filter((segment) => count(segment) >= MIN_SEGMENT_ANSWERS)
    .toSorted((a, b) => count(b) - count(a));
  const left = all - enough.reduce((sum, segment) => sum + count(segment), 0);
  return new Set(left > 0 && left < MIN_SEGMENT_ANSWERS ? enough.slice(0, -1) : enough);
}

function countOf(tally: AnswerTally, question: Question): number {
  if (typeof question === 'object') {
    const asked = tally.dimensions.find(({ dimension }) => dimension === question.dimension);
    return asked?.[question.part]?.n ?? 0;
  }
  if (question === 'ces') return tally.ces?.n ?? 0;
  return (tally[question] ?? []).reduce((sum, count) => sum + count, 0);
}

function without(segment: Segment, hidden: ReadonlySet<Question>): Segment {
  const dimensions = segment.dimensions.map((asked) => {
    const parts = [...hidden].flatMap((question) =>
      typeof question === 'object' && question.dimension === asked.dimension ? [question.part] : [],
    );
    return { ...asked, ...Object.fromEntries(parts.map((part) => [part, null])) } as DimensionTally;
  });
  return {
    ...segment,
    ...Object.fromEntries([...hidden].flatMap((each) => (typeof each === 'string' ? [[each, null]] : []))),
    dimensions: dimensions.filter((asked) => PARTS.some((part) => asked[part] !== null)),
  };
}
