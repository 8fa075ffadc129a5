import { z } from 'zod';
import type { TrendsScreen } from '../../core/screens/trends.ts';
import { ANNOTATION_KINDS } from '../../core/series/annotation.ts';
import { answerOf, at, count, id, level, share } from './answer.ts';
import { volumePoint } from './mentions.ts';

const span = z.object({ from: at, to: at });
const spans = z.object({ now: span, before: z.array(span) });
const counted = z.object({ count, copies: count, negative: count, positive: count });
const growth = z
  .object({ ratio: z.number().nullable(), lo: z.number(), hi: z.number().nullable(), p: z.number() })
  .nullable()
  .describe('Rate now by rate before, with its 95 % interval');
const findings = z.object({
  changes: z.array(z.object({ at, before: z.number(), after: z.number(), probability: z.number() })),
  bursts: z.array(span.extend({ level: z.number(), weight: z.number(), count })),
});
const annotation = z.object({
  id,
  watchId: id.nullable(),
  kind: z.enum(ANNOTATION_KINDS),
  text: z.string(),
  at,
  until: at.nullable(),
  createdAt: at,
  createdBy: z.string(),
  updatedAt: at.nullable(),
  updatedBy: z.string().nullable(),
});
const split = counted.extend({ name: z.string(), negativeShare: share, before: count.nullable() });

export const trendsAnswer = answerOf<TrendsScreen>()(
  'Trends',
  z.object({
    now: at,
    watchId: id.nullable(),
    watches: z.array(z.object({ id, name: z.string() })),
    basis: z.enum(['before', 'week']),
    spans,
    termSpans: spans,
    dispersionKnown: z.boolean(),
    total: counted,
    totalBefore: z.array(count),
    totalGrowth: growth,
    negativeShare: share,
    negativeShareBefore: share,
    young: z
      .array(z.object({ id, name: z.string(), since: at }))
      .describe('Watches heard from only after the comparison began'),
    youngApart: z.boolean().describe('Whether they are left out of what is compared: growth, shares, topics'),
    oneSided: z
      .array(z.object({ platform: z.string(), missing: z.enum(['before', 'now']) }))
      .describe('Platforms not read throughout both stretches: growth and shares of all are without them'),
    authors: z.object({ authors: count, exact: z.boolean() }),
    topics: z.array(
      z.object({
        topic: z.string().describe('A facet, or term. before a word, or story. before an id'),
        title: z.string().nullable(),
        now: counted,
        negativeShare: share,
        before: z.array(count),
        growth,
        direction: z.enum(['rising', 'falling', 'steady']),
      }),
    ),
    termDays: span,
    terms: z.array(counted.extend({ term: z.string() })),
    timeline: z.object({
      unit: z.enum(['fine', 'hour', 'day']).describe('fine: five minutes'),
      points: z.array(volumePoint),
      total: findings,
      negative: findings,
      marks: z.array(z.object({ at, level, alertId: id })),
      annotations: z.array(annotation),
    }),
    heat: z.object({
      from: at,
      to: at,
      since: at.nullable(),
      cells: z.array(z.object({ at, count, negative: count })),
    }),
    platforms: z.array(split),
    regions: z.array(split),
  }),
);
