import { z } from 'zod';
import { MAX_GROUPING } from '../core/alert/grouping.ts';
import { MAX_ROUTE_DEPTH, MAX_ROUTES } from '../core/alert/route.ts';
import { SERVQUAL, TOUCHPOINTS } from '../core/reading/analysis.ts';
import { LEVELS, rankOf } from '../core/risk/grade.ts';
import { isZone } from '../core/time/zone.ts';
import { idNumber, instant, seen } from './validate.ts';

const minute = z.number().int().min(0).max(1_439, 'must be a time of day');
const level = z.enum(LEVELS);
const platform = z.string().trim().min(1).max(80);
const area = z.string().trim().min(1, 'must not be empty').max(40, 'is longer than 40 characters');

/** Named and empty would be for nothing at all: leave it out for everything. */
const some = <T extends z.ZodType>(each: T) =>
  z.array(each).min(1, 'must name something, or be left out').max(200, 'are more than 200').optional();

const match = z
  .strictObject({
    watchIds: some(idNumber),
    minLevel: level.optional(),
    maxLevel: level.optional(),
    platforms: some(platform),
    dimensions: some(z.enum(SERVQUAL)),
    touchpoints: some(z.enum(TOUCHPOINTS)),
    areas: some(area),
    hours: z
      .strictObject({
        days: z.enum(['workdays', 'days-off', 'every-day']),
        from: minute,
        to: minute,
        zone: z.string().max(64).refine(isZone, 'is not the name of a time zone'),
      })
      .optional(),
  })
  .refine(({ minLevel = 'IV', maxLevel = 'I' }) => rankOf(minLevel) <= rankOf(maxLevel), {
    path: ['maxLevel'],
    message: 'is lower than the lowest level',
  });

const whole = (most: number) => z.number().int().min(0).max(most, `is more than ${most}`);
/** Nobody is to be reminded more often than four times an hour. */
const MIN_REPEAT_MINUTES = 15;

const groupingBody = z.strictObject({
  waitSeconds: whole(MAX_GROUPING.waitSeconds),
  waitOrangeSeconds: whole(MAX_GROUPING.waitOrangeSeconds),
  intervalMinutes: whole(MAX_GROUPING.intervalMinutes),
  repeatMinutes: whole(MAX_GROUPING.repeatMinutes)
    .min(MIN_REPEAT_MINUTES, `must be at least ${MIN_REPEAT_MINUTES}`)
    .nullable(),
  repeats: whole(MAX_GROUPING.repeats),
});

export const groupingInput = groupingBody.extend({ seen });

export const routesBody = z.object({
  routes: z
    .array(
      z.object({
        id: idNumber.nullable(),
        depth: z
          .number()
          .int()
          .min(0)
          .max(MAX_ROUTE_DEPTH - 1, `lies deeper than ${MAX_ROUTE_DEPTH} levels`),
        name: z.string().trim().min(1, 'must not be empty').max(40, 'is longer than 40 characters'),
        match,
        channelIds: z.array(idNumber).max(50, 'are more than 50'),
        callsChain: z.boolean(),
        goesOn: z.boolean(),
        active: z.boolean(),
        grouping: groupingBody.nullable().default(null),
      }),
    )
    .max(MAX_ROUTES, `are more than ${MAX_ROUTES}`),
  seen,
});

const said = <T extends z.ZodType>(each: T) => z.array(each).max(50, 'are more than 50').default([]);

export const trialBody = z.union([
  z.strictObject({ alertId: idNumber }),
  z.strictObject({
    sample: z.strictObject({
      watchId: idNumber,
      level,
      platforms: said(platform),
      areas: said(area),
      dimensions: said(z.enum(SERVQUAL)),
      touchpoints: said(z.enum(TOUCHPOINTS)),
      /** When it rings; now if not given. */
      at: instant.optional(),
    }),
  }),
]);
