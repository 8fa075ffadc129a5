import { Hono } from 'hono';
import { z } from 'zod';
import type { Verdict } from '../../core/alert/alert.ts';
import { notFound } from '../../core/errors.ts';
import type { ReviewScreen, ReviewsScreen } from '../../core/screens/review.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { readReview } from '../../db/views/alert/review.ts';
import { readReviews } from '../../db/views/alert/reviews.ts';
import { changeMeasure, dropMeasure, planMeasure, saveReview } from '../../flows/alert/review-alert.ts';
import { announceAlert, announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idParam, instant, validate } from '../validate.ts';

/** Of what was read, so that nothing is written over unseen. */
const version = z.number().int().min(0).max(1e9);
const text = z.string().max(5_000, 'is longer than 5,000 characters');
const answer = z.object({
  playbook: z.string().max(80).nullable(),
  question: z.string().min(1).max(300),
  text,
});
const reviewBody = z.object({
  by,
  version,
  status: z.enum(['working', 'done']),
  falseAlarm: z.boolean().nullable().default(null),
  answers: z.array(answer).max(100, 'are more than 100'),
});
const measure = z.object({
  by,
  what: z.string().trim().min(1, 'must not be empty').max(500, 'is longer than 500 characters'),
  owner: z.string().trim().min(1, 'must not be empty').max(80, 'is longer than 80 characters'),
  dueAt: instant,
});
const measureBody = measure.extend({ version, done: z.boolean() });
const removeBody = z.object({ by, version });

/** What is learnt from an alert: how it went, what people concluded, what they mean to change. */
export const reviewRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const screenOf = async (id: number): Promise<ReviewScreen> => {
    const screen = await readReview(deps.read, id, deps.playbooks, deps.now());
    if (screen === null) throw notFound('alert', id);
    return screen;
  };
  /** As it is now; other open pages hear that something changed. */
  const told = (id: number): Promise<ReviewScreen> => {
    announceSettings(deps, 'reviews');
    return screenOf(id);
  };
  const tellVerdict = async (alertId: number, change: Verdict): Promise<void> => {
    const alert = await getAlert(deps.read, alertId);
    if (alert !== null) announceAlert(deps, alert, change);
  };
  return new Hono()
    .get('/reviews', async (c) => {
      const screen: ReviewsScreen = await readReviews(deps.read, deps.now());
      return c.json(screen);
    })
    .get('/alerts/:id/review', validate('param', idParam), async (c) =>
      c.json(await screenOf(c.req.valid('param').id)),
    )
    .put('/alerts/:id/review', validate('param', idParam), validate('json', reviewBody), async (c) => {
      const { id } = c.req.valid('param');
      const verdict = await saveReview(flow, { alertId: id, ...c.req.valid('json') });
      if (verdict !== null) await tellVerdict(id, verdict);
      return c.json(await told(id));
    })
    .post('/alerts/:id/measures', validate('param', idParam), validate('json', measure), async (c) => {
      const { id } = c.req.valid('param');
      await planMeasure(flow, { alertId: id, ...c.req.valid('json') });
      return c.json(await told(id), 201);
    })
    .put('/measures/:id', validate('param', idParam), validate('json', measureBody), async (c) => {
      const { alertId } = await changeMeasure(flow, { ...c.req.valid('param'), ...c.req.valid('json') });
      return c.json(await told(alertId));
    })
    .post('/measures/:id/remove', validate('param', idParam), validate('json', removeBody), async (c) => {
      const { alertId } = await dropMeasure(flow, { ...c.req.valid('param'), ...c.req.valid('json') });
      return c.json(await told(alertId));
    });
};
