import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { expect, onTestFinished } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Bus } from '../../server/core/job/live.ts';
import type { Instant } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { createHttp } from '../../server/http/app.ts';
import type { Access } from '../../server/http/deps.ts';
import { openInbox } from '../../server/inbox.ts';
import { createLog } from '../../server/log.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { createWorkerRegistry } from '../../server/worker/worker-registry.ts';
import { makeDatabase, makePlace, tempFolder } from '../support/database.ts';
import { PASS_KEY } from '../support/make.ts';

/** Of JSON that a test gives no type of its own. */
export type Json = ReturnType<typeof JSON.parse>;

/** What the server said to a request. */
export class Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;

  constructor(status: number, headers: IncomingHttpHeaders, body: string) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The body read as JSON, of whatever type the test says. */
  json<T = Json>(): T {
    return JSON.parse(this.body);
  }
}

export interface Served {
  readonly url: string;
  readonly db: Db;
  /** What the pages read by. */
  readonly read: Db;
  readonly bus: Bus;
  readonly webRoot: string;
  /** The installation's data folder. */
  readonly folder: string;
  /** A request that may name any host, as `fetch` may not. */
  ask(
    method: string,
    at: string,
    options?: { readonly headers?: Record<string, string>; readonly body?: unknown },
  ): Promise<Answer>;
  /** The JSON of what is to be read; a refusal fails the test. */
  get<T = Json>(at: string): Promise<T>;
}

const LOOPBACK: Access = {
  token: null,
  secure: false,
  proxies: [],
  hosts: new Set(['localhost', '127.0.0.1', '[::1]']),
};

/** The real pages' server over a real database, without a worker behind it. */
export async function serveHttp(
  access: Partial<Access> = {},
  given?: string,
  now: () => Instant = Date.now,
): Promise<Served> {
  const place = given ?? (await makePlace());
  const db = await makeDatabase(place);
  const read = openDatabase(place, { readonly: true });
  onTestFinished(() => read.destroy());
  const bus = createThreadBus();
  const log = createLog('silent', 'web');
  const webRoot = tempFolder();
  const folder = tempFolder();
  const { sources, notifiers, playbooks, detectors, scenarios } = await loadPlugins();
  const queue = createEmbeddedQueue({ db, bus, now, log });
  const http = createHttp({
    read,
    write: db,
    queue,
    bus,
    log,
    webRoot,
    sources,
    notifiers,
    now,
    playbooks,
    detectors,
    scenarios,
    inbox: openInbox({ dataFolder: folder }, db),
    access: { ...LOOPBACK, ...access },
    passKey: PASS_KEY,
    version: '0.0.0',
    workers: createWorkerRegistry(bus, now),
  });
  const server = createAdaptorServer({ fetch: http.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const ask = asker(port);
  const get = getter((at) => ask('GET', at));
  return { url: `http://127.0.0.1:${port}`, db, read, bus, webRoot, folder, ask, get };
}

export function asker(port: number): Served['ask'] {
  return (method, at, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = request(
        { host: '127.0.0.1', port, method, path: at, headers: { ...json, ...headers } },
        (got) => {
          let text = '';
          got.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          got.on('end', () => resolve(new Answer(got.statusCode ?? 0, got.headers, text)));
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

/** @param ask how something is asked for */
export function getter(ask: (at: string) => Promise<Answer>): Served['get'] {
  return async (at) => {
    const answer = await ask(at);
    expect(answer.status, answer.body).toBe(200);
    return answer.json();
  };
}

/** What Vite would have built, in small. */
export function buildPages(webRoot: string): void {
  mkdirSync(path.join(webRoot, 'assets'));
  writeFileSync(
    path.join(webRoot, 'index.html'),
    '<!doctype html><title>听潮</title><script src="/assets/main-abc.js"></script>',
  );
  writeFileSync(path.join(webRoot, 'assets/main-abc.js'), `console.log("${'x'.repeat(5_000)}")`);
}

/** The fault in an answer. */
export function faultOf(answer: Answer): { code: string; message: string; details: Record<string, unknown> } {
  return answer.json().error;
}
