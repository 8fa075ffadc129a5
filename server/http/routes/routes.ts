import { type Context, Hono } from 'hono';
import type { RoutesScreen, RouteTrial } from '../../core/screens/routes.ts';
import { saveGrouping } from '../../db/channel/grouping.ts';
import { readRoutesScreen } from '../../db/views/channel/routes.ts';
import { keepRoutes } from '../../flows/deliver/edit-routes.ts';
import { tryRoutes } from '../../flows/deliver/try-routes.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { groupingInput, routesBody, trialBody } from '../route-input.ts';
import { validate } from '../validate.ts';

/** Which alerts go to whom: the whole outline is read and written at once, and tried without sending anything. */
export const routeRoutes = (deps: HttpDeps) => {
  const screen = async (c: Context, db = deps.read) => {
    const routes: RoutesScreen = await readRoutesScreen(db, deps.now());
    return c.json(routes);
  };
  return new Hono()
    .get('/routes', (c) => screen(c))
    .put('/routes', validate('json', routesBody), async (c) => {
      const { routes, seen } = c.req.valid('json');
      await keepRoutes({ db: deps.write }, routes, seen);
      announceSettings(deps, 'channels');
      return screen(c, deps.write);
    })
    .put('/routes/grouping', validate('json', groupingInput), async (c) => {
      const { seen, ...grouping } = c.req.valid('json');
      await saveGrouping(deps.write, grouping, seen);
      announceSettings(deps, 'channels');
      return screen(c, deps.write);
    })
    .post('/routes/test', validate('json', trialBody), async (c) => {
      const { read: db, now, notifiers, playbooks } = deps;
      const baseUrl = new URL(c.req.url).origin;
      const trial: RouteTrial = await tryRoutes(
        { db, now, notifiers, playbooks, baseUrl },
        c.req.valid('json'),
      );
      return c.json(trial);
    });
};
