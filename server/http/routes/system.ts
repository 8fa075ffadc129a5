import { Hono } from 'hono';
import { z } from 'zod';
import type { ChannelLogPage, SystemScreen } from '../../core/screens/system.ts';
import { requireChannel } from '../../db/channel/channels.ts';
import { readChannelLog } from '../../db/views/channel/channel-log.ts';
import { readSystem } from '../../db/views/operation/system.ts';
import type { HttpDeps } from '../deps.ts';
import { sightOf } from '../full-disk.ts';
import { idParam, validate } from '../validate.ts';

const logQuery = z.object({ before: z.string().max(40).optional() });

/** Whether the installation itself is well, and how the messages of each channel fared. */
export const systemRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/system', async (c) => {
      const read = await readSystem(deps.read, deps.now());
      const screen: SystemScreen = {
        ...read,
        blind: sightOf(deps, read),
        version: deps.version,
        workers: deps.workers.living(),
      };
      return c.json(screen);
    })
    .get('/channels/:id/deliveries', validate('param', idParam), validate('query', logQuery), async (c) => {
      const { id } = c.req.valid('param');
      await requireChannel(deps.read, id);
      const page: ChannelLogPage = await readChannelLog(deps.read, id, c.req.valid('query').before ?? null);
      return c.json(page);
    });
