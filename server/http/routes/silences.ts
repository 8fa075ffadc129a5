import { Hono } from 'hono';
import { z } from 'zod';
import type { AlertSilence } from '../../core/alert/alert-silence.ts';
import { LEVELS } from '../../core/risk/grade.ts';
import type { SilenceRow } from '../../core/screens/screens.ts';
import { readSilenceRows, rowsOf } from '../../db/views/channel/silences.ts';
import { endSilenceNow, silenceAlerts } from '../../flows/alert/silence-alerts.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { repeatOf } from '../idempotency-key.ts';
import { by, idNumber, idParam, instant, validate } from '../validate.ts';

const ids = z.array(idNumber).min(1, 'must not be empty').max(200, 'are more than 200');
const silenceBody = z.object({
  matcher: z.strictObject({
    watchIds: ids.optional(),
    storyIds: ids.optional(),
    /** The gravest level that is silenced: orange if not given. */
    maxLevel: z.enum(LEVELS).optional(),
  }),
  /** Now if not given. */
  from: instant.optional(),
  until: instant,
  by,
  reason: z.string().trim().min(1, 'must not be empty').max(500, 'is longer than 500 characters'),
});
const endBody = z.object({ by });

async function rowOf(deps: HttpDeps, silence: AlertSilence): Promise<SilenceRow> {
  const [row] = await rowsOf(deps.write, [silence], deps.now());
  return row as SilenceRow;
}

export const silenceRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  return new Hono()
    .get('/silences', async (c) => {
      const rows: readonly SilenceRow[] = await readSilenceRows(deps.read, deps.now());
      return c.json(rows);
    })
    .post('/silences', validate('json', silenceBody), async (c) => {
      const asked = c.req.valid('json');
      const { by: author, from = deps.now(), ...rest } = asked;
      const draft = { ...rest, from, author };
      const { silence, repeated } = await silenceAlerts(flow, draft, repeatOf(c, asked));
      if (repeated) c.header('Idempotency-Replayed', 'true');
      announceSettings(deps, 'silences');
      return c.json(await rowOf(deps, silence), 201);
    })
    .post('/silences/:id/end', validate('param', idParam), validate('json', endBody), async (c) => {
      const silence = await endSilenceNow(flow, { id: c.req.valid('param').id, ...c.req.valid('json') });
      announceSettings(deps, 'silences');
      // What it held is sent at once, not at the clock's next turn.
      await deps.queue.add('release-held', {}, { key: 'release-held' });
      return c.json(await rowOf(deps, silence));
    });
};
