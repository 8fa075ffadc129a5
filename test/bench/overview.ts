import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../../server/db/engine/open.ts';
import { readSeries } from '../../server/db/series/series.ts';
import { listWatches } from '../../server/db/watch/watches.ts';
import { ask, type Latency, latency, serve } from './serving.ts';

/** Milliseconds to read all that detection looks at for one watch. */
export async function benchSeries(file: string): Promise<Latency> {
  const db = openDatabase(file, { readonly: true });
  const watches = await listWatches(db);
  const times: number[] = [];
  for (let round = 0; round < 21; round++) {
    for (const watch of watches) {
      const start = performance.now();
      await readSeries(db, watch, Date.now());
      if (round > 0) times.push(performance.now() - start);
    }
  }
  await db.destroy();
  return latency('series of one watch', times);
}

/** Milliseconds of an overview over HTTP: at rest, and while a thread ingests as fast as it can. */
export async function benchOverview(
  file: string,
  rounds: number,
): Promise<{ readonly latencies: readonly Latency[]; readonly ingestPerSecond: number }> {
  const { url, close } = await serve(file);
  const week = Date.now() - 7 * 24 * 3_600_000;
  const day = ['/api/overview', '/api/overview?watch=1', '/api/overview?watch=2'];
  const wide = [`/api/overview?from=${week}`, `/api/overview?watch=1&from=${week}`];
  const mentions = ['/api/mentions?watch=1', '/api/mentions?q=%E6%9A%96%E6%B0%94'];
  try {
    await ask(url, [...day, ...wide, ...mentions], 21);
    const rest = latency('overview, 24 h, at rest', await ask(url, day, rounds));
    const worker = new Worker(new URL('./ingest-worker.ts', import.meta.url), { workerData: { file } });
    await once(worker, 'message');
    const busy = latency('overview, 24 h, during ingest', await ask(url, day, rounds));
    const busyWide = latency('overview, 7 d, during ingest', await ask(url, wide, Math.ceil(rounds / 3)));
    const busyList = latency('mentions page, during ingest', await ask(url, mentions, Math.ceil(rounds / 3)));
    worker.postMessage('stop');
    const [{ perSecond }] = (await once(worker, 'message')) as [{ perSecond: number }];
    await worker.terminate();
    return { latencies: [rest, busy, busyWide, busyList], ingestPerSecond: perSecond };
  } finally {
    await close();
  }
}
