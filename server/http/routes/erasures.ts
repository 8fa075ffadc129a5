import { Hono } from 'hono';
import { z } from 'zod';
import { ERASURE_SCOPES, type Erasure } from '../../core/mention/erasure.ts';
import { listErasures, type RunningErasure } from '../../db/post/erasures.ts';
import { askErasure } from '../../flows/upkeep/erase-posts.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idParam, note, validate } from '../validate.ts';

const SHOWN = 100;

const askBody = z.object({ by, scope: z.enum(ERASURE_SCOPES), note: note.default('') });

/** Whose it is stays here. */
function toAnswer({ postId: _, author: __, ...erasure }: RunningErasure): Erasure {
  return erasure;
}

/** What is deleted because somebody asked for it. */
export const erasureRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/erasures', async (c) => {
      const list: readonly Erasure[] = (await listErasures(deps.read, SHOWN)).map(toAnswer);
      return c.json(list);
    })
    .post('/mentions/:id/erase', validate('param', idParam), validate('json', askBody), async (c) => {
      const { id: postId } = c.req.valid('param');
      const flow = { db: deps.write, queue: deps.queue, now: deps.now };
      const id = await askErasure(flow, { postId, ...c.req.valid('json') });
      return c.json({ id }, 202);
    });
