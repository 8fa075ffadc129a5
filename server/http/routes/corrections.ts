import { Hono } from 'hono';
import { z } from 'zod';
import { INTENTS, SEVERITIES } from '../../core/reading/analysis.ts';
import { VERDICTS } from '../../core/reading/correction.ts';
import type { LabelsScreen, PostLabels, QueueRow } from '../../core/screens/screens.ts';
import { readLabelQueue } from '../../db/views/mention/label-queue.ts';
import { readLabels } from '../../db/views/mention/labels.ts';
import { readPostLabels } from '../../db/views/mention/post-labels.ts';
import type { Corrected } from '../../flows/placing/settle-labels.ts';
import { correct, undoCorrection } from '../../flows/reading/correct.ts';
import { rereadEverything } from '../../flows/reading/queue-reread.ts';
import { switchOverlay } from '../../flows/reading/train-overlay.ts';
import type { HttpDeps } from '../deps.ts';
import { by, idParam, note, validate, watchQuery } from '../validate.ts';

const labelBody = z.object({
  by,
  verdict: z.enum(VERDICTS),
  sentiment: z
    .union([z.literal(-1), z.literal(0), z.literal(1)])
    .nullable()
    .default(null),
  intents: z.array(z.enum(INTENTS)).max(INTENTS.length).nullable().default(null),
  severity: z.array(z.enum(SEVERITIES)).max(SEVERITIES.length).nullable().default(null),
  note: note.default(''),
  /** Of all posts with the same text at once. */
  copies: z.boolean().default(false),
});
const undoBody = z.object({ by });
const queueQuery = watchQuery.extend({ by: z.string().trim().max(80).optional() });
const trainBody = z.object({ by, force: z.boolean().default(false) });
const useBody = z.object({ by });

/** Some seconds on a slow machine with thousands of labels. */
const TRAINING_MS = 120_000;

/** The worker looks again, and open pages hear of it: counts have moved. */
async function announceLabels(deps: HttpDeps, { watchIds }: Corrected): Promise<void> {
  deps.bus.publish({ kind: 'labels', at: deps.now() });
  if (watchIds.length > 0) await deps.queue.add('detect', { watchIds });
}

const postRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const answer = (id: number): Promise<PostLabels> => readPostLabels(deps.read, id);
  return new Hono()
    .get('/mentions/:id/labels', validate('param', idParam), async (c) =>
      c.json(await answer(c.req.valid('param').id)),
    )
    .post('/mentions/:id/labels', validate('param', idParam), validate('json', labelBody), async (c) => {
      const { id } = c.req.valid('param');
      const { by: who, verdict, note: words, copies, ...label } = c.req.valid('json');
      await announceLabels(
        deps,
        await correct(flow, { postId: id, by: who, verdict, label, note: words, copies }),
      );
      return c.json(await answer(id));
    })
    .post('/mentions/:id/labels/undo', validate('param', idParam), validate('json', undoBody), async (c) => {
      const { id } = c.req.valid('param');
      await announceLabels(deps, await undoCorrection(flow, { postId: id, ...c.req.valid('json') }));
      return c.json(await answer(id));
    });
};

const screenRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/labels', async (c) => {
      const screen: LabelsScreen = await readLabels(deps.read, deps.now());
      return c.json(screen);
    })
    .get('/labels/queue', validate('query', queueQuery), async (c) => {
      const { watch, by: who } = c.req.valid('query');
      const input = { watchId: watch ?? null, by: who || null, now: deps.now() };
      const rows: readonly QueueRow[] = await readLabelQueue(deps.read, input);
      return c.json(rows);
    })
    .post('/labels/reread', validate('json', useBody), async (c) => {
      await rereadEverything({ db: deps.write, queue: deps.queue, now: deps.now });
      deps.bus.publish({ kind: 'labels', at: deps.now() });
      const screen: LabelsScreen = await readLabels(deps.read, deps.now());
      return c.json(screen);
    });

const overlayRoutes = (deps: HttpDeps) => {
  const flow = { db: deps.write, now: deps.now };
  const use = async (id: number | null, who: string): Promise<LabelsScreen> => {
    await switchOverlay(flow, { id, by: who });
    await deps.queue.add('configure-readers', {});
    deps.bus.publish({ kind: 'labels', at: deps.now() });
    return readLabels(deps.read, deps.now());
  };
  return new Hono()
    .post('/overlay/train', validate('json', trainBody), async (c) => {
      return c.json(await deps.queue.ask('train-overlay', c.req.valid('json'), TRAINING_MS));
    })
    .post('/overlay/none', validate('json', useBody), async (c) =>
      c.json(await use(null, c.req.valid('json').by)),
    )
    .post('/overlay/:id/use', validate('param', idParam), validate('json', useBody), async (c) =>
      c.json(await use(c.req.valid('param').id, c.req.valid('json').by)),
    );
};

/** Labels that people give, how far they agree, and what the reader learned from them. */
export const correctionRoutes = (deps: HttpDeps) =>
  new Hono().route('/', postRoutes(deps)).route('/', screenRoutes(deps)).route('/', overlayRoutes(deps));
