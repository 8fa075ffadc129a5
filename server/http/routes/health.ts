import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';

/** Is it up, which version, does the worker breathe. */
export const healthRoutes = (deps: HttpDeps) =>
  new Hono().get('/health', (c) =>
    c.json({
      ok: true,
      version: deps.version,
      now: deps.now(),
      role: { worker: { lastSeenAt: deps.workerSeenAt() } },
    }),
  );
