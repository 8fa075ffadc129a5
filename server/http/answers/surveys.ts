import { z } from 'zod';
import { SERVQUAL } from '../../core/reading/analysis.ts';
import type { SurveysScreen } from '../../core/screens/surveys.ts';
import { SCALES } from '../../core/survey/survey-use.ts';
import { answerOf, at, count, id, share } from './answer.ts';

const mean = z
  .object({ n: count, mean: z.number(), variance: z.number(), lo: z.number(), hi: z.number() })
  .nullable()
  .describe('With its 95 % interval; null where fewer than two answered');
const change = z
  .object({
    value: z.number(),
    lo: z.number(),
    hi: z.number(),
    verdict: z.enum(['higher', 'lower', 'unclear']).describe('unclear: the interval holds nought'),
  })
  .nullable();
const dimension = z.enum(SERVQUAL);
const figures = z.object({
  answers: count,
  nps: z
    .object({
      n: count,
      promoters: count,
      passives: count,
      detractors: count,
      value: z.number(),
      lo: z.number(),
      hi: z.number(),
    })
    .nullable()
    .describe('−100 to 100'),
  csat: z
    .object({ n: count, satisfied: count, share })
    .nullable()
    .describe('Share of the two best steps of five'),
  ces: mean,
  dimensions: z
    .array(z.object({ dimension, perceived: mean, expected: mean, gap: mean }))
    .describe('gap: perceived less expected, of the same people'),
});
const row = z.object({
  id,
  watchId: id,
  watchName: z.string(),
  name: z.string(),
  file: z.string(),
  from: at.describe('Days that it ran, midnights of China; to is exclusive'),
  to: at,
  answers: count,
  refused: count,
  texts: count,
  version: count,
  mark: z.string(),
  createdAt: at,
  createdBy: z.string(),
  changedAt: at,
  changedBy: z.string(),
  scale: z.literal(SCALES).describe('Steps of the items of service quality'),
  cesScale: z.literal(SCALES),
  cesBetter: z.enum(['high', 'low']).describe('Which end of effort is the easier'),
  figures,
  before: z
    .object({ id, name: z.string(), from: at, to: at })
    .nullable()
    .describe('The last survey of the same watch that had ended when this one began'),
  changes: z
    .object({
      nps: change,
      csat: change,
      ces: change,
      dimensions: z.array(z.object({ dimension, change })),
    })
    .nullable()
    .describe(
      'Against the survey before; null of each that was not asked then, in other steps, or is told by something else',
    ),
});

export const surveyList = answerOf<SurveysScreen>()(
  'Surveys',
  z.object({
    now: at,
    watchId: id.nullable(),
    watches: z.array(z.object({ id, name: z.string() })),
    fewest: count.describe('A figure of fewer answers leads nothing'),
    surveys: z.array(row).describe('The last to end first'),
  }),
);
