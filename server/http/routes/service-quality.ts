import { Hono } from 'hono';
import { z } from 'zod';
import { SERVQUAL, TOUCHPOINTS } from '../../core/reading/analysis.ts';
import type { KanoScreen } from '../../core/screens/kano.ts';
import type { Fix, ServiceScreen, TouchpointScreen } from '../../core/screens/service-quality.ts';
import type { SuggestionScreen } from '../../core/screens/suggestions.ts';
import { lookedSpan } from '../../core/series/trend-window.ts';
import { checkFix } from '../../core/service/fix.ts';
import type { Instant } from '../../core/time.ts';
import { createFix, removeFix } from '../../db/service/fixes.ts';
import { readKano } from '../../db/views/service/kano.ts';
import { readService } from '../../db/views/service/service-quality.ts';
import { readSuggestions } from '../../db/views/service/suggestions.ts';
import { readTouchpoint } from '../../db/views/service/touchpoint.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { rangeOf } from '../range.ts';
import { cutWatches } from '../reader.ts';
import { by, idNumber, idParam, instant, rangeQuery, validate } from '../validate.ts';

const touchpointParam = z.object({ touchpoint: z.enum(TOUCHPOINTS) });
/** `checkFix` says how long the title may be, after it was trimmed. */
const fixBody = z.object({
  by,
  watchId: idNumber,
  touchpoint: z.enum(TOUCHPOINTS),
  dimension: z.enum(SERVQUAL).nullable().default(null),
  title: z.string(),
  doneAt: instant,
});
const removeBody = z.object({ by });

const SERVICE = described({
  id: 'getService',
  tag: 'service',
  en: 'Which touchpoint breaks which expectation, beside the time before',
  zh: '哪个触点没做到哪项期望，与此前对比',
  limited: 'watch',
});
const KANO = described({
  id: 'getKano',
  tag: 'service',
  en: 'What complaint and praise of each touchpoint do to the stars',
  zh: '抱怨与称赞对各触点星级的影响',
  limited: 'watch',
});
const SUGGESTIONS = described({
  id: 'getSuggestions',
  tag: 'service',
  en: 'What people propose, by touchpoint',
  zh: '大家提的建议，按触点分',
  limited: 'watch',
});
const TOUCHPOINT = described({
  id: 'getTouchpoint',
  tag: 'service',
  en: 'One touchpoint',
  zh: '一个触点',
  limited: 'watch',
});

/** What is looked up post by post is of the time of which the page counts. */
function lookedAt(query: z.output<typeof rangeQuery>, now: Instant) {
  const { watchId, ...range } = rangeOf(query, now);
  return { watchId, ...lookedSpan(range, now) };
}

const screenRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/service', SERVICE, validate('query', rangeQuery), async (c) => {
      const screen: ServiceScreen = await readService(deps.read, rangeOf(c.req.valid('query'), deps.now()));
      return c.json(cutWatches(c, screen));
    })
    .get('/service/kano', KANO, validate('query', rangeQuery), async (c) => {
      const screen: KanoScreen = await readKano(deps.read, lookedAt(c.req.valid('query'), deps.now()));
      return c.json(screen);
    })
    .get('/service/suggestions', SUGGESTIONS, validate('query', rangeQuery), async (c) => {
      const range = lookedAt(c.req.valid('query'), deps.now());
      const screen: SuggestionScreen = await readSuggestions(deps.read, range);
      return c.json(screen);
    })
    .get(
      '/service/:touchpoint',
      TOUCHPOINT,
      validate('param', touchpointParam),
      validate('query', rangeQuery),
      async (c) => {
        const { touchpoint } = c.req.valid('param');
        const range = lookedAt(c.req.valid('query'), deps.now());
        const screen: TouchpointScreen = await readTouchpoint(deps.read, { ...range, touchpoint });
        return c.json(screen);
      },
    );

const fixRoutes = (deps: HttpDeps) => {
  return new Hono()
    .post('/fixes', validate('json', fixBody), async (c) => {
      const { by: who, ...input } = c.req.valid('json');
      const now = deps.now();
      const made: Fix = await createFix(deps.write, checkFix(input, now), { by: who, now });
      announceSettings(deps, 'fixes');
      return c.json(made, 201);
    })
    .post('/fixes/:id/remove', validate('param', idParam), validate('json', removeBody), async (c) => {
      const { id } = c.req.valid('param');
      await removeFix(deps.write, id, { by: c.req.valid('json').by, now: deps.now() });
      announceSettings(deps, 'fixes');
      return c.json({ ok: true });
    });
};

/** Which touchpoint breaks which expectation, and what came of what was done about it. */
export const serviceRoutes = (deps: HttpDeps) =>
  new Hono().route('/', screenRoutes(deps)).route('/', fixRoutes(deps));
