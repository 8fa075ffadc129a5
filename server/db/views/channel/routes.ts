import type { Route } from '../../../core/alert/route.ts';
import { markOf } from '../../../core/optimistic-lock.ts';
import type { RoutesScreen } from '../../../core/screens/routes.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import { listChannels } from '../../channel/channels.ts';
import { readGrouping } from '../../channel/grouping.ts';
import { listRoutes } from '../../channel/routes.ts';
import type { Db } from '../../database.ts';
import { listWatches } from '../../watch/watches.ts';

const LATELY = 7 * DAY;

/** The outline, and what its lines can name. */
export async function readRoutesScreen(db: Db, now: Instant): Promise<RoutesScreen> {
  const routes = await listRoutes(db);
  const grouping = await readGrouping(db);
  const [watches, channels] = [await listWatches(db), await listChannels(db)];
  const step = await db.selectFrom('duty_step').select('id').limit(1).executeTakeFirst();
  return {
    routes,
    mark: markOf(routes),
    watches: watches.map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name, kind, active }) => ({ id, name, kind, active })),
    platforms: await readPlatforms(db, routes, now),
    grouping,
    groupingMark: markOf(grouping),
    hasChain: step !== undefined,
  };
}

async function readPlatforms(db: Db, routes: readonly Route[], now: Instant): Promise<readonly string[]> {
  const seen = await db
    .selectFrom('bucket')
    .select('platform')
    .distinct()
    .where('hour', '>=', now - LATELY)
    .execute();
  const named = routes.flatMap(({ match }) => match.platforms ?? []);
  return [...new Set([...seen.map(({ platform }) => platform), ...named])].sort();
}
