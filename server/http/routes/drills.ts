import { Hono } from 'hono';
import { z } from 'zod';
import { CLAIM_STATES } from '../../core/drill/drill.ts';
import { SPEEDS } from '../../core/drill/drill-clock.ts';
import { LEVELS } from '../../core/risk/grade.ts';
import type { DrillScreen, DrillsScreen } from '../../core/screens/drill.ts';
import { readDrill, readDrills } from '../../db/views/drill/drills.ts';
import { actInDrill, dropDrill, startDrill, turnDrill } from '../../flows/drill/run-drill.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idNumber, idParam, validate } from '../validate.ts';

const name = z.string().min(1).max(80);
const words = (longest: number) =>
  z.string().trim().min(1, 'must not be empty').max(longest, `is longer than ${longest} characters`);

const startBody = z.object({
  by,
  scenario: name,
  speed: z.literal(SPEEDS),
  channelIds: z.array(idNumber).max(50, 'are more than 50').default([]),
});
const act = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged') }),
  z.object({ kind: z.literal('level'), level: z.enum(LEVELS) }),
  z.object({ kind: z.literal('playbook'), playbook: name }),
  z.object({
    kind: z.literal('step'),
    playbook: name,
    no: z.number().int().min(1).max(1_000),
    done: z.boolean(),
  }),
  z.object({
    kind: z.literal('answer'),
    inject: name,
    options: z.array(z.number().int().min(0).max(20)).min(1).max(20),
  }),
  z.object({ kind: z.literal('claim'), claim: name, state: z.enum(CLAIM_STATES) }),
  z.object({ kind: z.literal('statement'), title: words(200), body: words(5_000) }),
  z.object({ kind: z.literal('note'), text: words(1_000) }),
]);
const actBody = z.object({ by, act, anyway: z.boolean().default(false) });
const byBody = z.object({ by });

/** Crises that are rehearsed. Nothing here reads or writes what is real, but for the notice that one begins. */
export const drillRoutes = (deps: HttpDeps) => {
  const { scenarios, playbooks, notifiers, now } = deps;
  const flow = { db: deps.write, scenarios, playbooks, notifiers, now };
  const screenOf = (id: number): Promise<DrillScreen> => readDrill(deps.read, id, now());
  /** As it is now; other open pages hear that something changed. */
  const told = (id: number): Promise<DrillScreen> => {
    announceSettings(deps, 'drills');
    return screenOf(id);
  };
  return new Hono()
    .get('/drills', async (c) => {
      const screen: DrillsScreen = await readDrills(deps.read, scenarios, now());
      return c.json(screen);
    })
    .get('/drills/:id', validate('param', idParam), async (c) =>
      c.json(await screenOf(c.req.valid('param').id)),
    )
    .post('/drills', validate('json', startBody), async (c) => {
      const id = await startDrill(flow, c.req.valid('json'));
      return c.json(await told(id), 201);
    })
    .post('/drills/:id/acts', validate('param', idParam), validate('json', actBody), async (c) => {
      const { id } = c.req.valid('param');
      await actInDrill(flow, { id, ...c.req.valid('json') });
      return c.json(await told(id));
    })
    .post('/drills/:id/pause', validate('param', idParam), validate('json', byBody), async (c) => {
      const { id } = c.req.valid('param');
      await turnDrill(flow, { id, ...c.req.valid('json'), turn: 'paused' });
      return c.json(await told(id));
    })
    .post('/drills/:id/resume', validate('param', idParam), validate('json', byBody), async (c) => {
      const { id } = c.req.valid('param');
      await turnDrill(flow, { id, ...c.req.valid('json'), turn: 'resumed' });
      return c.json(await told(id));
    })
    .post('/drills/:id/end', validate('param', idParam), validate('json', byBody), async (c) => {
      const { id } = c.req.valid('param');
      await turnDrill(flow, { id, ...c.req.valid('json'), turn: 'ended' });
      return c.json(await told(id));
    })
    .post('/drills/:id/remove', validate('param', idParam), validate('json', byBody), async (c) => {
      await dropDrill(flow, c.req.valid('param').id);
      announceSettings(deps, 'drills');
      return c.json({ ok: true });
    });
};
