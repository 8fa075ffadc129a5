import { Hono } from 'hono';
import { z } from 'zod';
import { OUTLETS, PUBLICATION_MARKS } from '../../core/playbook/publication.ts';
import { decideStatement, submitStatement, withdrawStatement } from '../../flows/alert/approve-statement.ts';
import { lookAtStatement } from '../../flows/alert/look-at-statement.ts';
import { markPublished, publishStatement, removePublished } from '../../flows/alert/publish-statement.ts';
import { queueDelivery } from '../../flows/deliver/queue-delivery.ts';
import { announcedAlert } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idNumber, idParam, instant, statementText, validate } from '../validate.ts';

const words = z.string().trim().min(1).max(2_000).nullable().default(null);
const template = z.string().max(80);
/** The one of the same template that was seen to stand, null: none; left out, whatever stands gives way. */
const over = idNumber.nullable().optional();
const submitBody = z.object({ by, template, waiver: words, text: statementText.optional(), over });
const checkBody = z.object({ template, text: statementText });
const decideBody = z.object({ by, approves: z.boolean(), note: words });
const moment = instant.nullable().default(null);
const publishBody = z.object({
  by,
  outlet: z.enum(OUTLETS).default('other'),
  at: moment,
  note: words,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  /** Of the newest publication that was seen, 0: none; left out, whatever there is. */
  known: z.number().int().min(0).optional(),
});
/** When it was marked last as it was seen, null: not; left out, however it stands. */
const was = instant.nullable().optional();
const markBody = z.object({
  by,
  kind: z.enum(PUBLICATION_MARKS),
  reason: z.string().trim().min(1).max(2_000),
  at: moment,
  was,
});
const removeBody = z.object({ by, reason: z.string().trim().min(1).max(2_000), was });
const withdrawBody = z.object({ by });
const number = z.coerce.number().int().positive();
const statementParam = idParam.extend({ statement: number });
const publicationParam = statementParam.extend({ publication: number });

const handInRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, playbooks: deps.playbooks, now: deps.now };
  return new Hono()
    .post('/alerts/:id/statements', validate('param', idParam), validate('json', submitBody), async (c) => {
      const { id: alertId } = c.req.valid('param');
      const { waiting } = await submitStatement(flow, { alertId, ...c.req.valid('json') });
      if (waiting > 0) await queueDelivery(deps.queue);
      return c.json(await announcedAlert(deps, alertId, 'statement-submitted'), 201);
    })
    .post(
      '/alerts/:id/statements/check',
      validate('param', idParam),
      validate('json', checkBody),
      async (c) => {
        const { id: alertId } = c.req.valid('param');
        const { read: db, playbooks } = deps;
        return c.json(await lookAtStatement({ db, playbooks }, { alertId, ...c.req.valid('json') }));
      },
    );
};

const wayOutRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, playbooks: deps.playbooks, now: deps.now };
  return new Hono()
    .post(
      '/alerts/:id/statements/:statement/decision',
      validate('param', statementParam),
      validate('json', decideBody),
      async (c) => {
        const { id: alertId, statement: id } = c.req.valid('param');
        const body = c.req.valid('json');
        await decideStatement(flow, { alertId, id, ...body });
        return c.json(
          await announcedAlert(deps, alertId, body.approves ? 'statement-approved' : 'statement-returned'),
        );
      },
    )
    .post(
      '/alerts/:id/statements/:statement/withdraw',
      validate('param', statementParam),
      validate('json', withdrawBody),
      async (c) => {
        const { id: alertId, statement: id } = c.req.valid('param');
        await withdrawStatement(flow, { alertId, id, ...c.req.valid('json') });
        return c.json(await announcedAlert(deps, alertId, 'statement-withdrawn'));
      },
    );
};

const publicationRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, playbooks: deps.playbooks, now: deps.now };
  return new Hono()
    .post(
      '/alerts/:id/statements/:statement/publish',
      validate('param', statementParam),
      validate('json', publishBody),
      async (c) => {
        const { id: alertId, statement: id } = c.req.valid('param');
        await publishStatement(flow, { alertId, id, ...c.req.valid('json') });
        return c.json(await announcedAlert(deps, alertId, 'statement-published'));
      },
    )
    .post(
      '/alerts/:id/statements/:statement/publications/:publication/mark',
      validate('param', publicationParam),
      validate('json', markBody),
      async (c) => {
        const { id: alertId, statement: id, publication } = c.req.valid('param');
        const body = c.req.valid('json');
        await markPublished(flow, { alertId, id, publication, ...body });
        return c.json(await announcedAlert(deps, alertId, `publication-${body.kind}`));
      },
    )
    .post(
      '/alerts/:id/statements/:statement/publications/:publication/remove',
      validate('param', publicationParam),
      validate('json', removeBody),
      async (c) => {
        const { id: alertId, statement: id, publication } = c.req.valid('param');
        await removePublished(flow, { alertId, id, publication, ...c.req.valid('json') });
        return c.json(await announcedAlert(deps, alertId, 'publication-removed'));
      },
    );
};

/** Statements on their way out: handed in, approved or returned by others, published. */
export const statementRoutes = (deps: HttpDeps) =>
  new Hono()
    .route('/', handInRoutes(deps))
    .route('/', wayOutRoutes(deps))
    .route('/', publicationRoutes(deps));
