import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { AlertChangeKind } from '../../core/alert/alert.ts';
import { PHASES } from '../../core/alert/alert-life.ts';
import { correctVerdict } from '../../flows/alert/correct-verdict.ts';
import { reopenAlert } from '../../flows/alert/reopen-alert.ts';
import { assignAlert, commentOn, moveAlert } from '../../flows/alert/steer-alert.ts';
import { queueDelivery } from '../../flows/deliver/queue-delivery.ts';
import { announcedAlert } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { repeatOf } from '../idempotency-key.ts';
import { by, idNumber, idParam, note, sight, validate } from '../validate.ts';

const phaseBody = z.object({ by, phase: z.enum(PHASES), note: note.default(''), seen: sight });
const person = idNumber.nullable();
/** `was`: who was seen to have it; left out, whoever has it. */
const assigneeBody = z.object({ by, personId: person, was: person.optional() });
/** Why is for the review. */
const reason = z.string().trim().min(1, 'must not be empty').pipe(note);
const reopenBody = z.object({ by, note: reason });
const verdictBody = z.object({ by, verdict: z.enum(['closed', 'false_alarm']), note: reason });
const commentBody = z.object({ by, text: note.trim().min(1, 'must not be empty') });

/** What people make of an alert: how far it is, who has it, what they say of it. */
export const alertLifeRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const answer = async (c: Context, id: number, change: AlertChangeKind, waiting = 0) => {
    const screen = await announcedAlert(deps, id, change);
    if (waiting > 0) await queueDelivery(deps.queue);
    return c.json(screen);
  };
  return new Hono()
    .put('/alerts/:id/phase', validate('param', idParam), validate('json', phaseBody), async (c) => {
      const { id } = c.req.valid('param');
      const body = c.req.valid('json');
      await moveAlert(flow, { alertId: id, ...body });
      return answer(c, id, body.phase === 'incident' ? 'promoted' : body.phase);
    })
    .put('/alerts/:id/assignee', validate('param', idParam), validate('json', assigneeBody), async (c) => {
      const { id } = c.req.valid('param');
      const { waiting } = await assignAlert(flow, { alertId: id, ...c.req.valid('json') });
      return answer(c, id, 'assigned', waiting);
    })
    .post('/alerts/:id/reopen', validate('param', idParam), validate('json', reopenBody), async (c) => {
      const { id } = c.req.valid('param');
      const { watchId } = await reopenAlert(flow, { alertId: id, ...c.req.valid('json') });
      // What was said while it was closed is looked at.
      await deps.queue.add('detect', { watchIds: [watchId] });
      return answer(c, id, 'reopened');
    })
    .put('/alerts/:id/verdict', validate('param', idParam), validate('json', verdictBody), async (c) => {
      const { id } = c.req.valid('param');
      const body = c.req.valid('json');
      await correctVerdict(flow, { alertId: id, ...body });
      return answer(c, id, body.verdict);
    })
    .post('/alerts/:id/comments', validate('param', idParam), validate('json', commentBody), async (c) => {
      const { id } = c.req.valid('param');
      const said = { alertId: id, ...c.req.valid('json') };
      const { waiting, repeated } = await commentOn(flow, { ...said, repeat: repeatOf(c, said) });
      if (repeated) c.header('Idempotency-Replayed', 'true');
      return answer(c, id, 'commented', waiting);
    });
};
