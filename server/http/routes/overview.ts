import { Hono } from 'hono';
import type { Overview } from '../../core/screens/screens.ts';
import { DAY } from '../../core/time.ts';
import { readOverview } from '../../db/views/overview.ts';
import type { HttpDeps } from '../deps.ts';
import { readSpan } from '../range.ts';
import { rangeQuery, validate } from '../validate.ts';

export const overviewRoutes = (deps: HttpDeps) =>
  new Hono().get('/overview', validate('query', rangeQuery), async (c) => {
    const { watch, ...asked } = c.req.valid('query');
    const now = deps.now();
    const span = readSpan(asked, now, DAY);
    const range = { watchId: watch ?? null, ...span, now, playbooks: deps.playbooks };
    const screen: Overview = await readOverview(deps.read, range);
    return c.json(screen);
  });
