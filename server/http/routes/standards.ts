import { Hono } from 'hono';
import { z } from 'zod';
import { STANDARD_UNITS } from '../../core/reading/amount-unit.ts';
import { TOUCHPOINTS } from '../../core/reading/analysis.ts';
import type { StandardScreen, StandardsScreen } from '../../core/screens/standards.ts';
import { directionOf, type Standard } from '../../core/service/standard.ts';
import { DIRECTIONS } from '../../core/service/zone.ts';
import { amendStandard, createStandard, retireStandard } from '../../db/service/standard-changes.ts';
import { readStandard, readStandards } from '../../db/views/service/standards.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { rangeOf } from '../range.ts';
import { cutWatches } from '../reader.ts';
import { by, idNumber, idParam, instant, rangeQuery, seen, validate } from '../validate.ts';

const amount = z.number().min(-1e7).max(1e7);
const promise = z.strictObject({
  text: z.string().max(2_000),
  value: amount,
  url: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .nullable()
    .default(null),
  from: instant,
  to: instant.nullable().default(null),
});
/** `checkStandard` says what is allowed, and how levels must relate to each other. */
const terms = z.object({
  name: z.string().max(2_000),
  floor: amount,
  target: amount,
  ideal: amount.nullable().default(null),
  owner: z.string().max(2_000),
  reviewAt: instant.nullable().default(null),
  promise: promise.nullable().default(null),
});
const standardBody = terms.extend({
  by,
  watchId: idNumber,
  touchpoint: z.enum(TOUCHPOINTS),
  unit: z.enum(STANDARD_UNITS),
  /** Left out, as the unit has it. */
  better: z.enum(DIRECTIONS).optional(),
});
const amendBody = terms.extend({ by, seen });
const retireBody = z.object({ by, seen });

const STANDARDS = described({
  id: 'getStandards',
  tag: 'service',
  en: 'What service is held to, beside what posts tell',
  zh: '服务标准与承诺，对照内容里说的实际',
  limited: 'watch',
});

/** What service is held to and what was promised, beside what posts tell of it. */
export const standardRoutes = (deps: HttpDeps) => {
  return new Hono()
    .get('/standards', STANDARDS, validate('query', rangeQuery), async (c) => {
      const range = rangeOf(c.req.valid('query'), deps.now());
      const screen: StandardsScreen = await readStandards(deps.read, range);
      return c.json(cutWatches(c, screen));
    })
    .get('/standards/:id', validate('param', idParam), validate('query', rangeQuery), async (c) => {
      const range = rangeOf(c.req.valid('query'), deps.now());
      const screen: StandardScreen = await readStandard(deps.read, c.req.valid('param').id, range);
      return c.json(screen);
    })
    .post('/standards', validate('json', standardBody), async (c) => {
      const { by: who, better, ...input } = c.req.valid('json');
      const whole = { ...input, better: better ?? directionOf(input.unit) };
      const made: Standard = await createStandard(deps.write, whole, { by: who, now: deps.now() });
      announceSettings(deps, 'standards');
      return c.json(made, 201);
    })
    .put('/standards/:id', validate('param', idParam), validate('json', amendBody), async (c) => {
      const { by: who, seen: mark, ...input } = c.req.valid('json');
      const signed = { by: who, now: deps.now(), seen: mark };
      const amended: Standard = await amendStandard(deps.write, c.req.valid('param').id, input, signed);
      announceSettings(deps, 'standards');
      return c.json(amended);
    })
    .post('/standards/:id/retire', validate('param', idParam), validate('json', retireBody), async (c) => {
      const { by: who, seen: mark } = c.req.valid('json');
      await retireStandard(deps.write, c.req.valid('param').id, { by: who, now: deps.now(), seen: mark });
      announceSettings(deps, 'standards');
      return c.json({ ok: true });
    });
};
