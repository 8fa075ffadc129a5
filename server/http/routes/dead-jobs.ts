import { Hono } from 'hono';
import { z } from 'zod';
import type { DeadJobsAnswer, DeadJobsScreen } from '../../core/screens/jobs.ts';
import { readDeadJobs } from '../../db/views/operation/dead-jobs.ts';
import type { HttpDeps } from '../deps.ts';
import { validate } from '../validate.ts';

/** A number in the embedded queue, a UUID in pg-boss. */
const jobId = z.string().regex(/^(\d{1,15}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, 'is no id of a job');
const idsBody = z.object({ ids: z.array(jobId).min(1, 'must not be empty').max(100) });

/** Jobs that were tried as often as they may be: a person tries them again or lets them go. */
export const deadJobRoutes = (deps: HttpDeps) => {
  const answer = async (changed: number): Promise<DeadJobsAnswer> => ({
    changed,
    screen: await readDeadJobs(deps.write),
  });
  return new Hono()
    .get('/dead-jobs', async (c) => {
      const screen: DeadJobsScreen = await readDeadJobs(deps.read);
      return c.json(screen);
    })
    .post('/dead-jobs/replay', validate('json', idsBody), async (c) =>
      c.json(await answer(await deps.queue.replay(c.req.valid('json').ids))),
    )
    .post('/dead-jobs/drop', validate('json', idsBody), async (c) =>
      c.json(await answer(await deps.queue.discard(c.req.valid('json').ids))),
    );
};
