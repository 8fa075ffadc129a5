import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../../core/errors.ts';
import { HANDBOOK } from '../../core/playbook/handbook.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import { LEVELS } from '../../core/risk/grade.ts';
import type { AlertRow, AlertScreen } from '../../core/screens/screens.ts';
import { readAlertRows } from '../../db/views/alert/alerts.ts';
import { acknowledge } from '../../flows/alert/acknowledge.ts';
import { closeAlert } from '../../flows/alert/close-alert.ts';
import { fillTemplate } from '../../flows/alert/fill-template.ts';
import { lowerAlert } from '../../flows/alert/lower-alert.ts';
import { recordFacts } from '../../flows/alert/record-facts.ts';
import { tickStep } from '../../flows/alert/tick-step.ts';
import { announceAlert, announcedAlert, requireAlertScreen } from '../announce.ts';
import { alertAnswer, alertList } from '../answers/alerts.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { cutTo, watchesSeen } from '../reader.ts';
import { by, idParam, note, sight, statementText, validate } from '../validate.ts';

const acknowledgeBody = z.object({ by, seen: sight });
/** Why is for the review: without it nothing is closed. */
const reason = z.string().trim().min(1, 'must not be empty').pipe(note);
const closeBody = z.object({ by, verdict: z.enum(['closed', 'false_alarm']), note: reason, seen: sight });
const lowerBody = z
  .object({
    by,
    decision: z.enum(['lower', 'keep']),
    /** Null: closing was proposed. */
    to: z.enum(LEVELS).nullable(),
    note: note.default(''),
  })
  .refine(({ decision, to, note: why }) => decision === 'keep' || to !== null || why.trim() !== '', {
    path: ['note'],
    message: 'must not be empty where an alert is closed',
  });
const records = z.record(z.string().max(80), z.number().min(0).max(1e9));
/** `was`: what the writer saw; left out, whatever is there is written over. */
const recordsBody = z.object({ by, records, was: records.optional() });
const stepBody = z.object({ by, done: z.boolean(), note: note.optional() });
const values = z.record(z.string().max(80), z.string().max(10_000));
const wording = statementText.nullable().optional();
const templateBody = z.object({ by, values, was: values.optional(), wording, wasWording: wording });
const stepParam = idParam.extend({ playbook: z.string().max(80), no: z.string().regex(/^\d{1,4}$/) });
const templateParam = idParam.extend({ template: z.string().max(80) });
const statusQuery = z.object({ status: z.enum(['open', 'all']).optional() });

const PLAYBOOKS = described({
  id: 'listPlaybooks',
  tag: 'settings',
  en: 'Playbooks and the handbook',
  zh: '预案与手册',
  limited: 'same',
});
const LIST = described({
  id: 'listAlerts',
  tag: 'alerts',
  en: 'Alerts: the open ones, the gravest first, or the newest 500 of every status, newest first',
  zh: '预警列表：未结的，重的在前；或各种状态最近的 500 条，新的在前',
  limited: 'cut',
  answer: alertList,
});
const ONE = described({
  id: 'getAlert',
  tag: 'alerts',
  en: 'One alert with all that explains it',
  zh: '一条预警和它的全部依据',
  limited: 'cut',
  answer: alertAnswer,
});

/** An alert of a watch that this request may not see is none; nor are the people of the desk its affair. */
function cutAlert(c: Context, screen: AlertScreen): AlertScreen {
  if (watchesSeen(c) === null) return screen;
  const { id } = screen.alert;
  if (cutTo(c, [screen.alert], (alert) => alert.watchId).length === 0) throw notFound('alert', id);
  return { ...screen, people: [] };
}

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/playbooks', PLAYBOOKS, (c) => {
      const playbooks: readonly Playbook[] = deps.playbooks;
      return c.json({ playbooks, handbook: HANDBOOK });
    })
    .get('/alerts', LIST, validate('query', statusQuery), async (c) => {
      const { status = 'open' } = c.req.valid('query');
      const rows: readonly AlertRow[] = await readAlertRows(deps.read, {
        status,
        watchIds: watchesSeen(c),
        playbooks: deps.playbooks,
        now: deps.now(),
      });
      return c.json(rows);
    })
    .get('/alerts/:id', ONE, validate('param', idParam), async (c) =>
      c.json(cutAlert(c, await requireAlertScreen(deps, c.req.valid('param').id))),
    );

const decisionRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  return new Hono()
    .post(
      '/alerts/:id/acknowledge',
      validate('param', idParam),
      validate('json', acknowledgeBody),
      async (c) => {
        const { id } = c.req.valid('param');
        const { changed } = await acknowledge(flow, { alertId: id, ...c.req.valid('json') });
        const screen = await requireAlertScreen(deps, id);
        if (changed) announceAlert(deps, screen.alert, 'acknowledged');
        return c.json(screen);
      },
    )
    .post('/alerts/:id/close', validate('param', idParam), validate('json', closeBody), async (c) => {
      const { id } = c.req.valid('param');
      const body = c.req.valid('json');
      await closeAlert(flow, { alertId: id, ...body });
      return c.json(await announcedAlert(deps, id, body.verdict));
    })
    .post('/alerts/:id/lower', validate('param', idParam), validate('json', lowerBody), async (c) => {
      const { id } = c.req.valid('param');
      const body = c.req.valid('json');
      await lowerAlert(flow, { alertId: id, ...body });
      const done = body.to === null ? 'closed' : 'lowered';
      return c.json(await announcedAlert(deps, id, body.decision === 'lower' ? done : 'lower-declined'));
    })
    .put('/alerts/:id/records', validate('param', idParam), validate('json', recordsBody), async (c) => {
      const { id } = c.req.valid('param');
      await recordFacts(flow, { alertId: id, ...c.req.valid('json') });
      const screen = await announcedAlert(deps, id, 'recorded');
      // The worker looks again at once: what people enter can lift the level.
      await deps.queue.add('detect', { watchIds: [screen.alert.watchId] });
      return c.json(screen);
    });
};

const playbookRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, playbooks: deps.playbooks, now: deps.now };
  return new Hono()
    .put(
      '/alerts/:id/steps/:playbook/:no',
      validate('param', stepParam),
      validate('json', stepBody),
      async (c) => {
        const { id, playbook, no } = c.req.valid('param');
        const { note: words, ...body } = c.req.valid('json');
        const step = { alertId: id, playbook, no: Number(no), note: words };
        const changed = await tickStep(flow, { ...step, ...body });
        const screen = await requireAlertScreen(deps, id);
        if (changed) announceAlert(deps, screen.alert, body.done ? 'step-done' : 'step-undone');
        return c.json(screen);
      },
    )
    .put(
      '/alerts/:id/templates/:template',
      validate('param', templateParam),
      validate('json', templateBody),
      async (c) => {
        const { id, template } = c.req.valid('param');
        await fillTemplate(flow, { alertId: id, template, ...c.req.valid('json') });
        const screen = await requireAlertScreen(deps, id);
        announceAlert(deps, screen.alert, 'statement-drafted');
        return c.json(screen);
      },
    );
};

export const alertRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', decisionRoutes(deps)).route('/', playbookRoutes(deps));
