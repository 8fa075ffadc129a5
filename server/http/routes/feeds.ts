import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { FeedRun } from '../../core/feed.ts';
import { readParams } from '../../core/params.ts';
import type { FeedPreview, FeedRow } from '../../core/screens.ts';
import type { Params, Source } from '../../core/source.ts';
import { createFeed, deleteFeed, getFeed, listRuns, updateFeed } from '../../db/feeds.ts';
import { listRefusals } from '../../db/refusals.ts';
import { readFeedRows } from '../../db/views/feeds.ts';
import type { HttpDeps } from '../deps.ts';
import { feedBody, feedPreviewBody, idParam, validate } from '../validate.ts';

const PREVIEW_MS = 60_000;
const RUNS_SHOWN = 50;
const REFUSALS_SHOWN = 200;

/** `origin`: only the refusals of this feed or file, by its name. */
const refusalQuery = z.object({ origin: z.string().max(300).optional() });

/** What a page needs to know about a source to draw its form and say where it stands. */
function describe(source: Source) {
  const { name, platform, title, kind, params, every, access, voice } = source;
  return { name, platform, title, kind, params, every, access, voice };
}

function sourceOf(deps: HttpDeps, name: string): Source {
  const source = deps.sources.get(name);
  if (source === undefined) throw new AppError('unknown_source', `there is no source named ${name}`);
  return source;
}

function paramsOf(deps: HttpDeps, body: { source: string; params: Params }): Params {
  return readParams(sourceOf(deps, body.source).params, body.params);
}

async function rowOf(deps: HttpDeps, id: number): Promise<FeedRow> {
  const rows: readonly FeedRow[] = await readFeedRows(deps.read, deps.sources, deps.now());
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw new AppError('not_found', `there is no feed ${id}`);
  return row;
}

async function demandFeed(deps: HttpDeps, id: number): Promise<void> {
  if (!(await getFeed(deps.read, id))) throw new AppError('not_found', `there is no feed ${id}`);
}

function changed(deps: HttpDeps): void {
  deps.bus.publish({ kind: 'settings', at: deps.now(), what: 'feeds' });
}

const readRoutes = (deps: HttpDeps) =>
  new Hono()
    .get('/sources', (c) => c.json([...deps.sources.values()].map(describe)))
    .get('/refusals', validate('query', refusalQuery), async (c) => {
      const { origin } = c.req.valid('query');
      return c.json(await listRefusals(deps.read, REFUSALS_SHOWN, origin));
    })
    .get('/feeds', async (c) => {
      const rows: readonly FeedRow[] = await readFeedRows(deps.read, deps.sources, deps.now());
      return c.json(rows);
    })
    .get('/feeds/:id/runs', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await demandFeed(deps, id);
      const runs: readonly FeedRun[] = await listRuns(deps.read, id, RUNS_SHOWN);
      return c.json(runs);
    });

const writeRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/feeds', validate('json', feedBody), async (c) => {
      const body = c.req.valid('json');
      const params = paramsOf(deps, body);
      const { id } = await createFeed(deps.write, { ...body, params }, deps.now());
      changed(deps);
      return c.json(await rowOf(deps, id), 201);
    })
    .put('/feeds/:id', validate('param', idParam), validate('json', feedBody), async (c) => {
      const { id } = c.req.valid('param');
      const body = c.req.valid('json');
      await demandFeed(deps, id);
      await updateFeed(deps.write, id, { ...body, params: paramsOf(deps, body) });
      changed(deps);
      return c.json(await rowOf(deps, id));
    })
    .delete('/feeds/:id', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await demandFeed(deps, id);
      await deleteFeed(deps.write, id);
      changed(deps);
      return c.body(null, 204);
    });

const actRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/feeds/preview', validate('json', feedPreviewBody), async (c) => {
      const body = c.req.valid('json');
      const params = paramsOf(deps, body);
      const preview = await deps.queue.ask('preview', { source: body.source, params }, PREVIEW_MS);
      return c.json(preview as FeedPreview);
    })
    .post('/feeds/:id/run', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await demandFeed(deps, id);
      const jobId = await deps.queue.add('crawl', { feedId: id }, { key: `crawl:${id}` });
      return c.json({ jobId }, 202);
    });

export const feedRoutes = (deps: HttpDeps) =>
  new Hono().route('/', readRoutes(deps)).route('/', actRoutes(deps)).route('/', writeRoutes(deps));
