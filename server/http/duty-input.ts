import { z } from 'zod';
import { TURNS } from '../core/alert/duty.ts';
import { MAX_REPEATS } from '../core/alert/escalation.ts';
import { BRIEF_KINDS } from '../core/notices/brief.ts';
import { isZone } from '../core/time/zone.ts';
import { by, dayMoment, idNumber, seen } from './validate.ts';

const name = z.string().trim().min(1, 'must not be empty').max(40, 'is longer than 40 characters');
const zone = z.string().max(64).refine(isZone, 'is not the name of a time zone');
const minute = z.number().int().min(0).max(1_439, 'must be a time of day');
/** Escalation never waits longer than a week. */
const wait = z
  .number()
  .int()
  .min(1, 'must be at least a minute')
  .max(10_080, 'must be at most a week')
  .nullable();

const brief = z.object({
  id: idNumber.nullable(),
  kind: z.enum(BRIEF_KINDS),
  minute,
  weekday: z.number().int().min(1).max(7),
  watchIds: z.array(idNumber).max(200, 'are more than 200'),
  quiet: z.enum(['skip', 'line']),
});

export const briefPreviewBody = z.object({
  kind: brief.shape.kind,
  minute,
  weekday: brief.shape.weekday,
  watchIds: brief.shape.watchIds,
  zone,
});

export const personBody = z.object({
  name,
  title: z.string().trim().max(40, 'is longer than 40 characters').default(''),
  zone,
  hours: z
    .object({ days: z.enum(['workdays', 'every-day']), from: minute, to: minute })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from "from"' })
    .nullable()
    .default(null),
  channelIds: z
    .array(idNumber)
    .max(20, 'are more than 20')
    .transform((ids) => [...new Set(ids)])
    .default([]),
  briefs: z.array(brief).max(10, 'are more than 10').default([]),
});

export const personChange = personBody.extend({ seen });

/** The chain of all watches that name none needs no name, and names no watches. */
export const chainBody = z.object({
  name: name.or(z.literal('')).default(''),
  watchIds: z.array(idNumber).max(500, 'are more than 500').default([]),
  steps: z
    .array(
      z.object({
        id: idNumber.nullable(),
        name,
        zone,
        startsAt: dayMoment,
        turn: z.enum(TURNS),
        people: z.array(idNumber).min(1, 'needs somebody').max(50, 'are more than 50'),
      }),
    )
    .max(10, 'are more than 10'),
  seen,
});

export const teamBody = chainBody.extend({
  name,
  steps: chainBody.shape.steps.min(1, 'needs a step'),
});

export const policyBody = z.object({
  minutes: z.object({ I: wait, II: wait, III: wait, IV: wait }),
  repeats: z.number().int().min(0).max(MAX_REPEATS, `must be at most ${MAX_REPEATS}`),
  seen,
});

export const swapBody = z.object({
  stepId: idNumber,
  personId: idNumber,
  from: dayMoment,
  until: dayMoment,
  by,
});
