import { Hono } from 'hono';
import { EXPOSITION_TYPE, expose } from '../../core/operation/exposition.ts';
import { figureFamilies, processFamilies } from '../../core/operation/figures.ts';
import { SECOND } from '../../core/time.ts';
import { readFigures } from '../../db/views/operation/figures.ts';
import type { HttpDeps } from '../deps.ts';
import { described } from '../described.ts';
import { readProcess, watchLoop } from '../process-figures.ts';

/** As long as `/ready` waits for the next word of a worker. */
const FRESH = 45 * SECOND;

/** Figures for a program that watches over the installation, in the text format of Prometheus. */
export function metricRoutes(deps: HttpDeps) {
  watchLoop();
  return new Hono().get(
    '/metrics',
    described({
      id: 'getMetrics',
      tag: 'operation',
      limited: 'refused',
      answer: 'text/plain',
      en: 'Figures of the installation itself, for Prometheus; also at /metrics',
      zh: '系统自身的指标，供 Prometheus 抓取；地址也可写 /metrics',
    }),
    async (c) => {
      const figures = await readFigures(deps.read, deps.now());
      const workers = deps.workers.living(FRESH).length;
      const own = { ...readProcess(), version: deps.version, workers };
      c.header('Cache-Control', 'no-store');
      c.header('Content-Type', EXPOSITION_TYPE);
      return c.body(expose([...figureFamilies(figures), ...processFamilies(own)]));
    },
  );
}
