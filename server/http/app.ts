import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { AppError } from '../core/errors.ts';
import { forgetByNews } from '../db/engine/memory.ts';
import { announcing, auditWrites } from './audit-writes.ts';
import { limitBody } from './body-size.ts';
import type { HttpDeps } from './deps.ts';
import { answerFault } from './faults.ts';
import { guardHost, guardOrigin, headers } from './guard.ts';
import { guardLogin } from './identify.ts';
import { guardPush } from './push-guard.ts';
import { guardReader } from './reader.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertLifeRoutes } from './routes/alert-life.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { channelRoutes } from './routes/channels.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { deadJobRoutes } from './routes/dead-jobs.ts';
import { deviceRoutes } from './routes/devices.ts';
import { drillRoutes } from './routes/drills.ts';
import { dutyRoutes } from './routes/duty.ts';
import { feedControlRoutes } from './routes/feed-control.ts';
import { feedRoutes } from './routes/feeds.ts';
import { goRoutes } from './routes/go.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { ingestTokenRoutes } from './routes/ingest-tokens.ts';
import { liveRoutes } from './routes/live.ts';
import { loginRoutes } from './routes/login.ts';
import { mentionRoutes } from './routes/mentions.ts';
import { metricRoutes } from './routes/metrics.ts';
import { openApiRoutes } from './routes/open-api.ts';
import { opmlRoutes } from './routes/opml.ts';
import { overviewRoutes } from './routes/overview.ts';
import { readTokenRoutes } from './routes/read-tokens.ts';
import { replayRoutes } from './routes/replay.ts';
import { reportRoutes } from './routes/reports.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { riskSettingRoutes } from './routes/risk-settings.ts';
import { routeRoutes } from './routes/routes.ts';
import { serviceRoutes } from './routes/service-quality.ts';
import { silenceRoutes } from './routes/silences.ts';
import { standardRoutes } from './routes/standards.ts';
import { statementRoutes } from './routes/statements.ts';
import { storyRoutes } from './routes/stories.ts';
import { surveyRoutes } from './routes/surveys.ts';
import { systemRoutes } from './routes/system.ts';
import { templateRoutes } from './routes/templates.ts';
import { trendRoutes } from './routes/trends.ts';
import { watchRoutes } from './routes/watches.ts';
import { servePages } from './static.ts';

/** Every route under /api, chained so that the type carries them all to the pages' client. */
function apiOf(deps: HttpDeps) {
  return new Hono()
    .basePath('/api')
    .route('/', healthRoutes(deps))
    .route('/', loginRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', auditRoutes(deps))
    .route('/', overviewRoutes(deps))
    .route('/', mentionRoutes(deps))
    .route('/', trendRoutes(deps))
    .route('/', serviceRoutes(deps))
    .route('/', standardRoutes(deps))
    .route('/', surveyRoutes(deps))
    .route('/', reportRoutes(deps))
    .route('/', alertRoutes(deps))
    .route('/', alertLifeRoutes(deps))
    .route('/', statementRoutes(deps))
    .route('/', reviewRoutes(deps))
    .route('/', drillRoutes(deps))
    .route('/', watchRoutes(deps))
    .route('/', riskSettingRoutes(deps))
    .route('/', replayRoutes(deps))
    .route('/', opmlRoutes(deps))
    .route('/', feedRoutes(deps))
    .route('/', feedControlRoutes(deps))
    .route('/', deadJobRoutes(deps))
    .route('/', channelRoutes(deps))
    .route('/', systemRoutes(deps))
    .route('/', metricRoutes(deps))
    .route('/', routeRoutes(deps))
    .route('/', templateRoutes(deps))
    .route('/', silenceRoutes(deps))
    .route('/', dutyRoutes(deps))
    .route('/', deviceRoutes(deps))
    .route('/', correctionRoutes(deps))
    .route('/', storyRoutes(deps))
    .route('/', importRoutes(deps))
    .route('/', ingestTokenRoutes(deps))
    .route('/', readTokenRoutes(deps))
    .route('/', ingestRoutes(deps))
    .route('/', liveRoutes(deps));
}

export type Api = ReturnType<typeof apiOf>;

/** The whole HTTP side: guards, API, pages. Pure wiring; listening is the runtime's. */
export function createHttp(given: HttpDeps): Hono {
  const deps = { ...given, queue: announcing(given.queue, given.write) };
  forgetByNews(deps.bus, [deps.read, deps.write]);
  const app = new Hono();
  app.onError((error, c) => answerFault(error, c, deps.log));
  app.use(requestId());
  app.use(headers(deps.access));
  app.use(guardHost(deps.access));
  app.use(guardOrigin(deps.access));
  app.use('/api/*', guardReader(deps, guardLogin(deps)));
  // Also matches /api/ingest itself.
  app.use('/api/ingest/*', guardPush(deps));
  app.use(limitBody());
  app.use('/api/*', compress());
  app.use('/api/*', auditWrites(deps));
  const api = apiOf(deps);
  app.route('/', api);
  app.route('/', openApiRoutes(deps, api));
  app.all('/api/*', (c) => {
    throw new AppError('not_found', `there is no ${c.req.method} ${c.req.path}`);
  });
  // Where it is looked for unasked; the same doors lie before it.
  app.get('/metrics', (c) => app.fetch(new Request(new URL('/api/metrics', c.req.url), c.req.raw), c.env));
  app.get('/metrics/', (c) => c.redirect('/metrics', 308));
  app.route('/', goRoutes(deps));
  app.get('*', servePages(deps.webRoot));
  return app;
}
