import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createThreadBus } from '../../server/bus/threads.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
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
export async function serve(file: string): Promise<{ url: string; close(): Promise<void> }> {
  const read = openDatabase(file, { readonly: true });
  const write = openDatabase(file);
  const bus = createThreadBus();
  const { sources, notifiers, playbooks, detectors, scenarios } = await loadPlugins();
  const app = createHttp({
    read,
    write,
    bus,
    sources,
    notifiers,
    playbooks,
    detectors,
    scenarios,
    log: silent,
    now: Date.now,
    queue: createEmbeddedQueue({ db: write, bus, now: Date.now, log: silent }),
    inbox: openInbox({ dataFolder: path.dirname(file) }, write),
    access: { token: null, hosts: new Set(['127.0.0.1']), secure: false, proxies: [] },
    passKey: Buffer.alloc(32),
    version: 'bench',
    webRoot: import.meta.dirname,
    workers: { lastSeenAt: () => null, living: () => [], isFull: () => false },
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

/** Asks for so many pages, one after the other. @returns how long each took, in milliseconds */
export function ask(url: string, paths: readonly string[], rounds: number): Promise<number[]> {
  let left = rounds;
  return askUntil(url, paths, () => left-- === 0);
}

/** As `ask`, until something is over. */
export async function askUntil(
  url: string,
  paths: readonly string[],
  isOver: () => boolean,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; !isOver(); round++) {
    const start = performance.now();
    const answer = await fetch(`${url}${paths[round % paths.length]}`);
    const body = await answer.text();
    if (answer.status !== 200)
      throw new Error(`${paths[round % paths.length]} answered ${answer.status}: ${body}`);
    times.push(performance.now() - start);
  }
  return times;
}

export function latency(name: string, times: readonly number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return { name, p50: at(0.5), p95: at(0.95), most: at(1) };
}
