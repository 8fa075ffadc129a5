import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { FeedDown, RingsPreview } from '../../core/screens/screens.ts';
import { type Cron, nextRing, readCron } from '../../core/time/cron.ts';
import type { Instant } from '../../core/time.ts';
import { listOpenIncidents } from '../../db/feed/feed-incidents.ts';
import { requireFeed, setFeedActive } from '../../db/feed/feeds.ts';
import { announceSettings } from '../announce.ts';
import type { HttpDeps } from '../deps.ts';
import { demandAcknowledged } from '../feed-input.ts';
import { backfillBody, idParam, validate } from '../validate.ts';

const RINGS_SHOWN = 3;
const cronQuery = z.object({ cron: z.string().max(200) });
const activeBody = z.object({ active: z.boolean(), acknowledged: z.boolean().default(false) });

function ringsOf(cron: Cron, now: Instant): readonly Instant[] {
  const rings: Instant[] = [];
  for (let at = nextRing(cron, now); at !== null && rings.length < RINGS_SHOWN; at = nextRing(cron, at))
    rings.push(at);
  return rings;
}

/** What is asked of a feed out of its turn: each is a job of its own. */
const askRoutes = (deps: HttpDeps) =>
  new Hono()
    .post('/feeds/:id/run', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      await requireFeed(deps.read, id);
      const jobId = await deps.queue.add('crawl', { feedId: id, byHand: true }, { key: `crawl:${id}` });
      return c.json({ jobId }, 202);
    })
    .post('/feeds/:id/backfill', validate('param', idParam), validate('json', backfillBody), async (c) => {
      const { id } = c.req.valid('param');
      const range = c.req.valid('json');
      const { source } = await requireFeed(deps.read, id);
      if (!deps.sources.get(source)?.backfill)
        throw new AppError('bad_request', `${source} cannot be asked for posts of a time gone by`);
      const key = `backfill:${id}:${range.from}-${range.to}`;
      const jobId = await deps.queue.add('crawl', { feedId: id, range }, { key });
      return c.json({ jobId }, 202);
    })
    .post('/feeds/:id/again', validate('param', idParam), async (c) => {
      const { id } = c.req.valid('param');
      const { source } = await requireFeed(deps.read, id);
      if (!deps.sources.get(source)?.articles)
        throw new AppError('bad_request', `${source} reads no articles that could be read again`);
      const jobId = await deps.queue.add('crawl', { feedId: id, again: deps.now() }, { key: `again:${id}` });
      return c.json({ jobId }, 202);
    });

/** How feeds are run: by whom, when, for what time; and which are out of order. */
export const feedControlRoutes = (deps: HttpDeps) =>
  new Hono()
    .route('/', askRoutes(deps))
    .get('/feeds/incidents', async (c) => {
      const down: readonly FeedDown[] = await listOpenIncidents(deps.read);
      return c.json(down);
    })
    .get('/feeds/rings', validate('query', cronQuery), (c) => {
      const read = readCron(c.req.valid('query').cron);
      const preview: RingsPreview =
        'cron' in read
          ? { fault: null, rings: ringsOf(read.cron, deps.now()) }
          : { fault: read.fault, rings: [] };
      return c.json(preview);
    })
    .post('/feeds/:id/active', validate('param', idParam), validate('json', activeBody), async (c) => {
      const { id } = c.req.valid('param');
      const { active, acknowledged } = c.req.valid('json');
      const stored = await requireFeed(deps.read, id);
      if (active) demandAcknowledged(deps.sources, { source: stored.source, active, acknowledged }, stored);
      await setFeedActive(deps.write, id, active, deps.now());
      await deps.queue.add('check-feeds', {}, { key: 'check-feeds' });
      announceSettings(deps, 'feeds');
      return c.body(null, 204);
    });
