import { type Context, Hono } from 'hono';
import { AppError } from '../../core/errors.ts';
import { turnOf } from '../../core/notices/brief.ts';
import { briefView } from '../../core/notices/brief-notice.ts';
import type { BriefPreview, DutyScreen } from '../../core/screens/duty.ts';
import { deleteChain, removeSwap } from '../../db/channel/duty.ts';
import { readBrief } from '../../db/views/alert/brief.ts';
import { readDutyScreen } from '../../db/views/channel/duty.ts';
import { keepChain, keepPerson, keepPolicy, removePerson, standIn } from '../../flows/deliver/edit-duty.ts';
import { queueDelivery } from '../../flows/deliver/queue-delivery.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import {
  briefPreviewBody,
  chainBody,
  personBody,
  personChange,
  policyBody,
  swapBody,
  teamBody,
} from '../duty-input.ts';
import { idParam, validate } from '../validate.ts';

/** What a change of any of it answers with: everything, as it is now. */
function answers(deps: HttpDeps) {
  const screen = async (c: Context) => {
    const duty: DutyScreen = await readDutyScreen(deps.read, deps.now());
    return c.json(duty);
  };
  const changed = (c: Context) => {
    announceSettings(deps, 'channels');
    return screen(c);
  };
  return { screen, changed };
}

function mustBe(found: boolean, what: string): void {
  if (!found) throw new AppError('not_found', `there is no ${what}`);
}

const chainRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const { changed } = answers(deps);
  return new Hono()
    .put('/duty/chain', validate('json', chainBody), async (c) => {
      const { name, steps, seen } = c.req.valid('json');
      await keepChain(flow, steps, { id: null, name }, seen);
      return changed(c);
    })
    .post('/duty/chains', validate('json', teamBody), async (c) => {
      const { steps, seen: _, ...chain } = c.req.valid('json');
      await keepChain(flow, steps, chain);
      return changed(c);
    })
    .put('/duty/chains/:id', validate('param', idParam), validate('json', teamBody), async (c) => {
      const { steps, seen, ...chain } = c.req.valid('json');
      await keepChain(flow, steps, { ...chain, id: c.req.valid('param').id }, seen);
      return changed(c);
    })
    .delete('/duty/chains/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      mustBe(await deps.write.transaction().execute((tx) => deleteChain(tx, id)), `chain ${id}`);
      return changed(c);
    });
};

/** Who is rung: people, the on-call chains of the teams, who stands in, and how long people have to confirm. */
export const dutyRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const { screen, changed } = answers(deps);
  return new Hono()
    .route('/', chainRoutes(deps))
    .get('/duty', screen)
    .post('/duty/people', validate('json', personBody), async (c) => {
      await keepPerson(flow, null, c.req.valid('json'));
      return changed(c);
    })
    .put('/duty/people/:id', validate('param', idParam), validate('json', personChange), async (c) => {
      const { seen, ...person } = c.req.valid('json');
      await keepPerson(flow, c.req.valid('param').id, person, seen);
      return changed(c);
    })
    .delete('/duty/people/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      mustBe(await removePerson(flow, id), `person ${id}`);
      await queueDelivery(deps.queue);
      return changed(c);
    })
    .post('/duty/briefs/preview', validate('json', briefPreviewBody), async (c) => {
      const { zone, ...brief } = c.req.valid('json');
      const notice = await readBrief(deps.read, brief, turnOf(brief, zone, deps.now()));
      const { subject, lines } = briefView(notice, 'http://localhost');
      const preview: BriefPreview = { subject, lines };
      return c.json(preview);
    })
    .put('/duty/policy', validate('json', policyBody), async (c) => {
      const { seen, ...policy } = c.req.valid('json');
      await keepPolicy(flow, policy, seen);
      return changed(c);
    })
    .post('/duty/swaps', validate('json', swapBody), async (c) => {
      await standIn(flow, c.req.valid('json'));
      return changed(c);
    })
    .delete('/duty/swaps/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      mustBe(await removeSwap(deps.write, id), `stand-in ${id}`);
      return changed(c);
    });
};
