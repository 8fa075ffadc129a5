import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../../core/errors.ts';
import { CLOSED_PLATFORMS } from '../../core/feed/closed-platforms.ts';
import { changedBy, type ShownRun } from '../../core/feed/feed.ts';
import type { Source } from '../../core/feed/source.ts';
import { demandSeen } from '../../core/optimistic-lock.ts';
import type { FeedRow, SourceInfo } from '../../core/screens/screens.ts';
import { hideFromReaders, withoutAddresses } from '../../core/settings/hidden-settings.ts';
import { listRuns } from '../../db/feed/feed-runs.ts';
import { createFeed, requireFeed, updateFeed } from '../../db/feed/feeds.ts';
import { listRefusals } from '../../db/feed/refusals.ts';
import { markOfFeed, readFeedRows } from '../../db/views/feed/feeds.ts';
import { forgetFeed } from '../../flows/crawl/delete-feed.ts';
import { queueDelivery } from '../../flows/deliver/queue-delivery.ts';
import { queueRemark } from '../../flows/reading/queue-rematch.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { demandAcknowledged, readFeedParams } from '../feed-input.ts';
import { feedBody, feedChange, feedPreviewBody, idParam, validate } from '../validate.ts';
import { isAdmin } from '../who.ts';

const PREVIEW_MS = 60_000;
const RUNS_SHOWN = 50;
const REFUSALS_SHOWN = 200;

/** `origin`: only the refusals of this feed or file, by its name. */
const refusalQuery = z.object({ origin: z.string().max(300).optional() });

/** What a page needs to know about a source to draw its form and say where it stands. */
function describe(source: Source): SourceInfo {
  const { name, platform, title, kind, params, every, access, backfill = false } = source;
  return { name, platform, title, kind, params, every, access, backfill };
}

async function rowOf(deps: HttpDeps, id: number): Promise<FeedRow> {
  const [row] = await readFeedRows(deps.read, deps.sources, deps.now(), id);
  if (row === undefined) throw notFound('feed', id);
  return row;
}

function forReaders({ sources }: HttpDeps, row: FeedRow): FeedRow {
  return { ...row, params: hideFromReaders(row.params, sources.get(row.source)?.params) };
}

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/sources', (c) => c.json([...deps.sources.values()].map(describe)))
    .get('/sources/closed', (c) => c.json(CLOSED_PLATFORMS))
    .get('/refusals', validate('query', refusalQuery), async (c) => {
      const { origin } = c.req.valid('query');
      return c.json(await listRefusals(deps.read, REFUSALS_SHOWN, origin));
    })
    .get('/feeds', async (c) => {
      const rows: readonly FeedRow[] = await readFeedRows(deps.read, deps.sources, deps.now());
      return c.json(isAdmin(c) ? rows : rows.map((row) => forReaders(deps, row)));
    })
    .get('/feeds/:id/runs', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      const { source, params } = await requireFeed(deps.read, id);
      const runs = await listRuns(deps.read, id, RUNS_SHOWN);
      const fields = deps.sources.get(source)?.params ?? [];
      const shown: readonly ShownRun[] = runs.map((run) => ({
        ...run,
        changed: changedBy(run),
        detail: withoutAddresses(run.detail, params, fields),
      }));
      return c.json(shown);
    });

const writeRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/feeds', validate('json', feedBody), async (c) => {
      const body = c.req.valid('json');
      demandAcknowledged(deps.sources, body, null);
      const params = readFeedParams(deps.sources, body, null);
      const { id } = await createFeed(deps.write, { ...body, params }, deps.now());
      announceSettings(deps, 'feeds');
      return c.json(await rowOf(deps, id), 201);
    })
    .put('/feeds/:id', validate('param', idParam), validate('json', feedChange), async (c) => {
      const { id } = c.req.valid('param');
      const { seen, ...body } = c.req.valid('json');
      const stored = await requireFeed(deps.read, id);
      demandAcknowledged(deps.sources, { ...body, active: body.active ?? stored.active }, stored);
      const params = readFeedParams(deps.sources, body, stored);
      await updateFeed(deps.write, id, { ...body, params }, deps.now(), (now) =>
        demandSeen(markOfFeed(now, deps.sources.get(now.source)), seen),
      );
      if ((params.voice === 'own') !== (stored.params.voice === 'own'))
        await queueRemark(deps.queue, deps.write, id, deps.now());
      announceSettings(deps, 'feeds');
      return c.json(await rowOf(deps, id));
    })
    .delete('/feeds/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await requireFeed(deps.read, id);
      const { told } = await forgetFeed({ db: deps.write, notifiers: deps.notifiers, now: deps.now }, id);
      if (told > 0) await queueDelivery(deps.queue);
      announceSettings(deps, 'feeds');
      return c.body(null, 204);
    });

const actRoutes = (deps: HttpDeps) =>
  new Hono().post('/feeds/preview', validate('json', feedPreviewBody), async (c) => {
    const body = c.req.valid('json');
    const stored = body.feed === undefined ? null : await requireFeed(deps.read, body.feed);
    demandAcknowledged(deps.sources, { ...body, active: false }, stored);
    const params = readFeedParams(deps.sources, body, stored);
    const preview = await deps.queue.ask('preview', { source: body.source, params }, PREVIEW_MS);
    return c.json(preview);
  });

export const feedRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', actRoutes(deps)).route('/', writeRoutes(deps));
