import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import { z } from 'zod';
import { quietFault } from '../core/alert/quiet-hours.ts';
import { AppError } from '../core/errors.ts';
import { TARGETS } from '../core/reading/target.ts';
import { readCron } from '../core/time/cron.ts';
import { bind } from './described.ts';
import { unstorableFields } from './storable.ts';
import { nameOf } from './who.ts';

const UNSTORABLE = 'holds NUL or half of a character';
/** Blanks and marks alone may be invisible, and sign nothing. */
export const NAMES_SOMEBODY = /[\p{L}\p{N}]/u;

/** In whose name: that of the account, whatever a request says. */
function sign(data: unknown, name: string | null): void {
  if (name !== null && typeof data === 'object' && data !== null && 'by' in data) data.by = name;
}

/**
 * Checks one part of a request; every fault at once in `details.faults` of a `bad_request`. Whoever has an account
 * signs with its name.
 */
const checked = <T extends z.ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) =>
  zValidator(target, schema, (result, c) => {
    const faults = result.success
      ? unstorableFields(result.data).map((field) => ({ field, message: UNSTORABLE }))
      : result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    if (result.success) sign(result.data, nameOf(c.get('who')));
    if (faults.length === 0) return;
    const words = faults.map((fault) => `${fault.field || target}: ${fault.message}`).join('; ');
    throw new AppError('bad_request', words, { faults });
  });

/** The same, remembered beside the handler: the document of the API is made of it. */
export const validate: typeof checked = (target, schema) => bind(checked(target, schema), { target, schema });

/** What the document of the API says of a value. */
export const said = (description: string, zh: string) => ({ description, 'x-zh': zh });

const MAX_TIMESTAMP_MS = 8_640_000_000_000_000;

/** A whole number that travels as text in a path or a query. */
const whole = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number)
  .refine((value) => value <= MAX_TIMESTAMP_MS, 'is too large');
/** The end of 2199: the days around the last instant that JavaScript knows cannot be named. */
const LAST_MOMENT = 7_258_118_399_999;
const TOO_LATE = 'is after the year 2199';
const moment = whole.refine((value) => value <= LAST_MOMENT, TOO_LATE);
/** A moment in a body from which days are counted. */
export const dayMoment = z.number().int().min(0).max(LAST_MOMENT, TOO_LATE);

/** The number of something stored, in a body. */
export const idNumber = z.number().int().positive();

/** A moment in a body: epoch milliseconds. */
export const instant = z.number().int().min(0).max(MAX_TIMESTAMP_MS);

/** The words of a statement as somebody put them. */
export const statementText = z.object({
  title: z.string().trim().min(1).max(300),
  body: z.string().trim().min(1).max(20_000),
});

export const idParam = z.object({ id: whole });

/**
 * When the alert that somebody decides on was changed last, as they saw it; left out, by a program that does not look.
 */
export const sight = instant.optional();

/** `watch`, `from`, `to`: what part of the world a screen shows. Times are epoch milliseconds. */
export const rangeQuery = z.object({
  watch: whole.optional().meta(said('Id of a watch; without it all together', '监测方案的编号；不写为全部')),
  from: moment
    .optional()
    .meta(
      said(
        'From, epoch milliseconds; without it usually the last day',
        '起点，毫秒时间戳；不写时通常是最近一天',
      ),
    ),
  to: moment
    .optional()
    .meta(said('To, epoch milliseconds, exclusive; now', '终点（不含），毫秒时间戳；默认为现在')),
});

export const mentionQuery = rangeQuery.extend({
  q: z
    .string()
    .max(200)
    .optional()
    .meta(
      said(
        'Words in title or text, all of them; -word leaves out, OR means either, "a phrase" stands as it is',
        '标题或正文里的词，须全部出现；-词 排除，OR 任一，引号里的照原样',
      ),
    ),
  sentiment: z
    .enum(['-1', '0', '1'])
    .optional()
    .meta(said('-1 negative, 0 neutral, 1 positive', '-1 负面，0 中性，1 正面')),
  platform: z.string().max(100).optional(),
  fact: z
    .string()
    .max(100)
    .optional()
    .meta(said('What was read in it, such as sev.fraud', '判读出的事实，如 sev.fraud')),
  originals: z.enum(['0', '1']).optional().meta(said('1: without copies', '1 为不含转载')),
  target: z.enum(TARGETS).optional().meta(said('Whom it is angry at', '不满指向谁')),
  story: whole.optional().meta(said('The story it belongs to', '所属事件')),
  cursor: z.string().max(200).optional().meta(said('next of the page before', '上一页返回的 next')),
  limit: whole.optional().meta(said('Rows a page: 50, at most 200', '每页条数：默认 50，最多 200')),
});

export const watchQuery = z.object({ watch: whole.optional() });

const name = z.string().trim().min(1, 'must not be empty').max(80, 'is longer than 80 characters');
const terms = z.array(z.string().max(200, 'is longer than 200 characters')).max(500, 'are more than 500');

export const rule = z.object({ any: terms, all: terms, none: terms });
export const people = z.array(z.string().trim().min(1).max(80)).max(200);

const rivals = z.array(z.string().trim().min(2, 'needs at least two characters').max(50)).max(100);

/** The mark of what the writer saw; left out, whatever is there is written over. */
export const seen = z.string().min(1).max(80).optional();

export const watchBody = z.object({
  name,
  rule,
  people: people.default([]),
  rivals: rivals.default([]),
  sources: z.array(z.string().max(80)).max(200).default([]),
  active: z.boolean().default(true),
});

export const watchChange = watchBody.extend({ seen });

export const watchPreviewBody = z.object({ rule, people: people.default([]) });

export const params = z.record(z.string().max(80), z.union([z.string().max(4_000), z.number(), z.boolean()]));

const DAY_SECONDS = 86_400;
const seconds = z
  .number()
  .int()
  .min(5, 'must be at least 5 seconds')
  .max(DAY_SECONDS, 'must be at most a day');
const isCron = (expression: string) => 'cron' in readCron(expression);

export const feedBody = z.object({
  name,
  source: z.string().max(80),
  params: params.default({}),
  every: seconds,
  /** Five fields, in China's time; it rings instead of the interval. */
  cron: z
    .string()
    .max(200)
    .refine(isCron, 'is not five fields of a cron expression')
    .nullable()
    .default(null),
  adaptive: z
    .object({ min: seconds, max: seconds })
    .refine(({ min, max }) => min <= max, 'must not be smaller than the smallest')
    .nullable()
    .default(null),
  active: z.boolean().default(true),
  /** Somebody read the legal note of a source that is off by default, and may collect from it. */
  acknowledged: z.boolean().default(false),
});

/** Without `active` it goes on, or stays paused, as it is. */
export const feedChange = feedBody.extend({ active: z.boolean().optional(), seen });

const YEAR_MS = 366 * DAY_SECONDS * 1_000;
export const backfillBody = z
  .object({ from: z.number().int().min(0), to: z.number().int().max(MAX_TIMESTAMP_MS) })
  .refine(({ from, to }) => from < to, { path: ['from'], message: 'must be before "to"' })
  .refine(({ from, to }) => to - from <= YEAR_MS, { path: ['from'], message: 'is more than a year before' });

/** `feed`: the stored one whose settings are tried, for the secrets that are only shown as hidden. */
export const feedPreviewBody = z.object({
  source: z.string().max(80),
  params: params.default({}),
  feed: idNumber.optional(),
  acknowledged: z.boolean().default(false),
});

const quiet = z
  .strictObject({ from: z.string(), to: z.string(), workdaysOnly: z.boolean(), zone: z.string().max(80) })
  .superRefine((value, context) => {
    const message = quietFault(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

export const channelBody = z.object({
  kind: z.string().max(80),
  name,
  settings: params,
  minLevel: z.enum(['IV', 'III', 'II', 'I']),
  active: z.boolean().default(true),
  /** When blue and yellow alerts wait. */
  quiet: quiet.nullable().default(null),
  /** The most messages in an hour. */
  perHour: z.number().int().min(1, 'must be at least 1').max(1_000, 'must be at most 1,000').default(20),
});

export const channelChange = channelBody.extend({ seen });

/** Who did it, as they name themselves; of somebody with an account `validate` puts its name in the place. */
export const by = z
  .string()
  .trim()
  .min(1, { error: 'must not be empty', abort: true })
  .max(80, 'is longer than 80 characters')
  .regex(NAMES_SOMEBODY, 'needs a letter or a digit');
export const note = z.string().max(2_000, 'is longer than 2,000 characters');
