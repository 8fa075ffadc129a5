import { Hono } from 'hono';
import { z } from 'zod';
import type { LabelledCrisis } from '../../core/situation/replay-verdict.ts';
import { labelCrisis, removeCrisis } from '../../db/alert/crisis-labels.ts';
import type { HttpDeps } from '../deps.ts';
import { demandWatch } from '../known-watch.ts';
import { settingShape } from '../risk-setting-input.ts';
import { by, idParam, instant, validate } from '../validate.ts';

const range = z.object({ from: instant, to: instant });
const orderly: [(span: z.output<typeof range>) => boolean, object] = [
  ({ from, to }) => from < to,
  { path: ['from'], message: 'must be before "to"' },
];
const replayBody = range.extend({ setting: settingShape.nullable() }).refine(...orderly);
const suggestBody = range.refine(...orderly);
const crisisBody = range.extend({ name: z.string().max(80), by });
const removeBody = z.object({ by });
const crisisParam = idParam.extend({ crisis: idParam.shape.id });
/** A month of a busy watch is read in seconds; the search judges it some twenty times. */
const REPLAY_MS = 120_000;

export const replayRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/watches/:id/replay', validate('param', idParam), validate('json', replayBody), async (c) => {
      const { id } = c.req.valid('param');
      await demandWatch(deps.read, id);
      const payload = { watchId: id, ...c.req.valid('json') };
      return c.json(await deps.queue.ask('replay', payload, REPLAY_MS));
    })
    .post(
      '/watches/:id/replay/suggest',
      validate('param', idParam),
      validate('json', suggestBody),
      async (c) => {
        const { id } = c.req.valid('param');
        await demandWatch(deps.read, id);
        const payload = { watchId: id, ...c.req.valid('json') };
        const suggestion = await deps.queue.ask('suggest-setting', payload, REPLAY_MS);
        return c.json({ suggestion });
      },
    )
    .post('/watches/:id/crises', validate('param', idParam), validate('json', crisisBody), async (c) => {
      const { id: watchId } = c.req.valid('param');
      await demandWatch(deps.read, watchId);
      const { by: name, ...crisis } = c.req.valid('json');
      const made = await labelCrisis(deps.write, { watchId, ...crisis }, { by: name, now: deps.now() });
      return c.json(made satisfies LabelledCrisis, 201);
    })
    .post(
      '/watches/:id/crises/:crisis/remove',
      validate('param', crisisParam),
      validate('json', removeBody),
      async (c) => {
        const { id: watchId, crisis: id } = c.req.valid('param');
        await demandWatch(deps.read, watchId);
        await removeCrisis(deps.write, { watchId, id }, { by: c.req.valid('json').by, now: deps.now() });
        return c.body(null, 204);
      },
    );
