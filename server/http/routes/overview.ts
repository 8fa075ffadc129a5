import { type Context, Hono } from 'hono';
import type { Overview } from '../../core/screens/screens.ts';
import { DAY } from '../../core/time.ts';
import { readOverview } from '../../db/views/overview.ts';
import { overviewAnswer } from '../answers/overview.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { sightOf } from '../full-disk.ts';
import { readSpan } from '../range.ts';
import { cutWatches, watchesSeen } from '../reader.ts';
import { rangeQuery, validate } from '../validate.ts';

const OVERVIEW = described({
  id: 'getOverview',
  tag: 'situation',
  en: 'The situation: open alerts, volume with its usual range, risk, what is spoken of',
  zh: '当前态势：未结预警、声量与平时范围、风险指数、热议话题',
  limited: 'watch',
  answer: overviewAnswer,
});

/**
 * Feeds and channels belong to no watch: whoever sees some watches only learns how many feeds are well, not which are
 * not, nor what is out of order.
 */
function cutOverview(c: Context, screen: Overview): Overview {
  const trust = watchesSeen(c) === null ? screen.trust : { ...screen.trust, troubled: [], troubles: [] };
  return { ...cutWatches(c, screen), trust };
}

export const overviewRoutes = (deps: HttpDeps) =>
  new Hono().get('/overview', OVERVIEW, validate('query', rangeQuery), async (c) => {
    const { watch, ...asked } = c.req.valid('query');
    const now = deps.now();
    const span = readSpan(asked, now, DAY);
    const range = { watchId: watch ?? null, ...span, now, playbooks: deps.playbooks };
    const read: Overview = await readOverview(deps.read, range);
    const screen = { ...read, trust: { ...read.trust, blind: sightOf(deps, read.trust) } };
    return c.json(cutOverview(c, screen));
  });
