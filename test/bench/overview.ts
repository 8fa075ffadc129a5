import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createAdaptorServer } from '@hono/node-server';
import { createThreadBus } from '../../server/bus/threads.ts';
import { openDatabase } from '../../server/db/open.ts';
import { readSeries } from '../../server/db/series.ts';
import { listWatches } from '../../server/db/watches.ts';
import { createHttp } from '../../server/http/app.ts';
import { openInbox } from '../../server/inbox.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';

export interface Latency {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

const silent = { info() {}, warn() {}, error: console.error };

/** The real HTTP side on loopback, on this thread. */
async function serve(file: string): Promise<{ url: string; close(): Promise<void> }> {
  const read = openDatabase(file, { readonly: true });
  const write = openDatabase(file);
  const bus = createThreadBus();
  const { sources, notifiers, playbooks, detectors } = await loadPlugins();
  const app = createHttp({
    ...{ read, write, bus, sources, notifiers, playbooks, detectors, log: silent, now: Date.now },
    queue: createEmbeddedQueue({ db: write, bus, now: Date.now, log: silent }),
    inbox: openInbox({ dataFolder: path.dirname(file) }, write),
    access: { token: null, hosts: new Set(['127.0.0.1']), secure: false },
    passKey: Buffer.alloc(32),
    version: 'bench',
    webRoot: import.meta.dirname,
    workers: { lastSeenAt: () => null, living: () => [] },
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await read.destroy();
      await write.destroy();
    },
  };
}

async function ask(url: string, paths: readonly string[], rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const answer = await fetch(`${url}${paths[round % paths.length]}`);
    const body = await answer.text();
    if (answer.status !== 200)
      throw new Error(`${paths[round % paths.length]} answered ${answer.status}: ${body}`);
    times.push(performance.now() - start);
  }
  return times;
}

function latency(name: string, times: readonly number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return { name, p50: at(0.5), p95: at(0.95), most: at(1) };
}

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
