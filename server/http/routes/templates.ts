import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { MAX_BODY_LENGTH, MAX_TITLE_LENGTH, mustRead } from '../../core/message/message-template.ts';
import { TOLD_CHANGES } from '../../core/message/template-conditions.ts';
import { LEVELS } from '../../core/risk/grade.ts';
import type { TemplatePreview, TemplatesScreen } from '../../core/screens/templates.ts';
import { readTemplatesScreen } from '../../db/views/channel/templates.ts';
import { dropTemplate, keepTemplate, mustHaveWords } from '../../flows/deliver/channel-template.ts';
import { previewTemplate } from '../../flows/deliver/preview-template.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idNumber, idParam, seen, validate } from '../validate.ts';
import { TEST_MS } from './channels.ts';

/** Far more than a template may have, so that what is too long is said with its place. */
const text = z.object({
  title: z.string().max(10 * MAX_TITLE_LENGTH),
  body: z.string().max(10 * MAX_BODY_LENGTH),
});
const keepBody = text.extend({ by, seen });
const previewBody = text.extend({
  /** By whose services it is written; null: plain text. */
  channelId: idNumber.nullable(),
  /** The change of an alert that it is shown on; null: a made-up one. */
  changeId: idNumber.nullable(),
  level: z.enum(LEVELS).optional(),
  change: z.enum(TOLD_CHANGES as [(typeof TOLD_CHANGES)[number]]).optional(),
});

/** How alerts are worded: the template for all, and those that single channels have instead. */
const writeRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, notifiers: deps.notifiers, now: deps.now };
  const screen = async (c: Context) => {
    const answer: TemplatesScreen = await readTemplatesScreen(deps.write, deps.notifiers);
    return c.json(answer);
  };
  const keep = async (c: Context, channelId: number | null, written: z.infer<typeof keepBody>) => {
    await keepTemplate(flow, { channelId, ...written });
    announceSettings(deps, 'channels');
    return screen(c);
  };
  const drop = async (c: Context, channelId: number | null) => {
    await dropTemplate(flow, channelId);
    announceSettings(deps, 'channels');
    return screen(c);
  };
  return new Hono()
    .put('/templates/all', validate('json', keepBody), (c) => keep(c, null, c.req.valid('json')))
    .put('/templates/:id', validate('param', idParam), validate('json', keepBody), (c) =>
      keep(c, c.req.valid('param').id, c.req.valid('json')),
    )
    .delete('/templates/all', (c) => drop(c, null))
    .delete('/templates/:id', validate('param', idParam), (c) => drop(c, c.req.valid('param').id));
};

/** Nothing here is kept. */
const trialRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/templates', async (c) => {
      const screen: TemplatesScreen = await readTemplatesScreen(deps.read, deps.notifiers);
      return c.json(screen);
    })
    .post('/templates/preview', validate('json', previewBody), async (c) => {
      const { read: db, notifiers, playbooks, now } = deps;
      const baseUrl = new URL(c.req.url).origin;
      const preview: TemplatePreview = await previewTemplate(
        { db, notifiers, playbooks, now, baseUrl },
        c.req.valid('json'),
      );
      return c.json(preview);
    })
    .post('/templates/:id/test', validate('param', idParam), validate('json', text), async (c) => {
      const { id: channelId } = c.req.valid('param');
      const template = c.req.valid('json');
      await mustHaveWords({ db: deps.read, notifiers: deps.notifiers }, channelId);
      mustRead(template);
      const result = await deps.queue.ask('test-channel', { channelId, template }, TEST_MS);
      return c.json(result);
    });

export const templateRoutes = (deps: HttpDeps) =>
  new Hono().route('/', trialRoutes(deps)).route('/', writeRoutes(deps));
