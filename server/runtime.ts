import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Config } from './config.ts';
import { isLoopback } from './config-values.ts';
import { deadlineIn } from './core/deadline.ts';
import { AppError } from './core/errors.ts';
import { ALL_JOBS } from './core/job/job-groups.ts';
import { MINUTE } from './core/time.ts';
import { openDatabase } from './db/engine/open.ts';
import { createHttp } from './http/app.ts';
import type { Access } from './http/deps.ts';
import { openInbox } from './inbox.ts';
import { openInstallation, placeName, placeOf, serveAlone } from './installation.ts';
import { createLog, type Log } from './log.ts';
import { openClock } from './open-clock.ts';
import { loadPlugins, type Plugins } from './plugins.ts';
import { loadHashKey } from './secret.ts';
import { openTransport } from './transport.ts';
import { VERSION } from './version.ts';
import { createWorkerKeeper } from './worker/worker-keeper.ts';
import type { Overrides } from './worker/worker-messages.ts';
import { createWorkerRegistry } from './worker/worker-registry.ts';

export interface Runtime {
  /** Where people reach the pages. */
  readonly url: string;
  readonly http: Hono;
  /** Settles only when the worker is beyond help; the process should end with an error. */
  readonly failed: Promise<Error>;
  /** Stops all of it: at most ten seconds, then whatever still runs is handed back. Twice is once. */
  close(): Promise<void>;
}

const WEB_ROOT = path.resolve(import.meta.dirname, '../web/dist');
const GRACE_MS = 8_000;
const CLOSING_MS = 500;
/** Connections to PostgreSQL: its limit is shared by all processes. Pages read far more than they write. */
const WRITING = 4;
const READING = 6;
/** Nobody waits that long for a page: whatever takes longer has lost its connection. */
const ANSWER_MS = 2 * MINUTE;
const ONE_PROCESS = '--no-worker: on SQLite the worker is part of serve; set DATABASE_URL to keep them apart';

/** Who may come in, and by which names. */
export function accessOf(config: Config): Access {
  const bare = config.host.toLowerCase();
  const names = [
    'localhost',
    '127.0.0.1',
    '[::1]',
    bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare,
  ];
  if (config.publicUrl !== null) names.push(new URL(config.publicUrl).hostname);
  return {
    token: config.token,
    // Under a token no foreign name can do harm: the cookie belongs to one name and travels to no other.
    hosts: config.publicUrl === null && !isLoopback(config.host) ? null : new Set(names),
    secure: config.publicUrl?.startsWith('https:') ?? false,
    proxies: config.proxies,
  };
}

async function listen(http: Hono, config: Config): Promise<{ server: Server; url: string }> {
  const server = createAdaptorServer({ fetch: http.fetch }) as Server;
  server.listen(config.port, config.host.replace(/^\[|\]$/g, ''));
  try {
    await once(server, 'listening');
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new AppError('bad_config', `TINGCHAO_HOST / TINGCHAO_PORT: cannot listen: ${reason}`);
  }
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host;
  return { server, url: config.publicUrl ?? `http://${host}:${port}` };
}

/** Ends open answers too: a page that listens for live events never hangs up by itself. */
async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Opens what the main thread needs: the database both ways, the bus to the workers, the queue. */
async function openMain(config: Config, log: Log) {
  const letGo = serveAlone(config);
  const onLoss = (err: Error) => log.warn({ err }, 'a connection to the database was lost');
  const { db, applied } = await openInstallation(config, {
    connections: WRITING,
    answerMs: ANSWER_MS,
    onLoss,
  }).catch((fault) => {
    letGo();
    throw fault;
  });
  if (applied.length > 0) log.info({ applied }, 'the database was brought up to this version');
  const read = openDatabase(placeOf(config), {
    readonly: true,
    connections: READING,
    answerMs: ANSWER_MS,
    onLoss,
  });
  const keeper = createWorkerKeeper(log);
  const destroy = () => Promise.all([read.destroy(), db.destroy()]);
  const clock = await openClock(db, log);
  const { now } = clock;
  const links = await openTransport({ home: config, db, log, now, port: keeper.port }).catch(
    async (fault) => {
      clock.stop();
      await destroy();
      letGo();
      throw fault;
    },
  );
  const close = async () => {
    await keeper.stop(GRACE_MS);
    clock.stop();
    // A database that is silent says no goodbye.
    const end = deadlineIn(CLOSING_MS);
    await end.keep(links.close());
    await end.keep(destroy());
    letGo();
  };
  return { db, read, keeper, now, bus: links.bus, queue: links.queue, close };
}

type Main = Awaited<ReturnType<typeof openMain>>;

/** Waits for both; where the plugins are broken, what was opened is closed again. */
async function bothOrNeither(
  opening: Promise<Main>,
  loading: Promise<Plugins>,
): Promise<readonly [Main, Plugins]> {
  const [opened, loaded] = await Promise.allSettled([opening, loading]);
  if (opened.status === 'rejected') throw opened.reason;
  if (loaded.status === 'fulfilled') return [opened.value, loaded.value];
  await opened.value.close();
  throw loaded.reason;
}

function createPages(
  config: Config,
  main: Main,
  log: Log,
  own: Plugins & { readonly webRoot: string; readonly passKey: Buffer },
): Hono {
  return createHttp({
    read: main.read,
    write: main.db,
    queue: main.queue,
    bus: main.bus,
    log,
    ...own,
    inbox: openInbox(config, main.db),
    now: main.now,
    access: accessOf(config),
    version: VERSION,
    workers: createWorkerRegistry(main.bus, main.now),
  });
}

function onlyOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= close();
    return closing;
  };
}

export interface ServeOptions extends Overrides {
  readonly webRoot?: string;
  /** false: pages only, the work is done by processes of their own. On SQLite there are none. */
  readonly worker?: boolean;
  /** Told as soon as people may come, while the worker still reads its dictionaries. */
  readonly onListening?: (url: string) => void;
}

/**
 * The composition root: database, pages and, unless it is left to others, a worker thread. Resolves when the
 * server answers and the worker works. Throws AppError('bad_config') for what the settings or plugins lack,
 * AppError('no_database') when the database cannot be reached; then nothing stays open.
 */
export async function startRuntime(config: Config, options: ServeOptions = {}): Promise<Runtime> {
  const { webRoot = WEB_ROOT, worker = true, onListening, ...overrides } = options;
  if (!worker && config.databaseUrl === null) throw new AppError('bad_config', ONE_PROCESS);
  const log = createLog(config.logLevel, 'web');
  // Their files are read while the database is waited for.
  const [main, plugins] = await bothOrNeither(openMain(config, log), loadPlugins());
  let server: Server | null = null;
  const close = onlyOnce(async () => {
    if (server !== null) await shut(server);
    await main.close();
    log.info({}, 'stopped');
  });
  try {
    const key = await loadHashKey(config, main.db);
    const http = createPages(config, main, log, { ...plugins, webRoot, passKey: key });
    const listening = await listen(http, config);
    server = listening.server;
    onListening?.(listening.url);
    const { token: _, secret: __, ...open } = config;
    const hashKey = key.toString('hex');
    const start = { config: open, hashKey, baseUrl: listening.url, jobs: ALL_JOBS, overrides };
    if (worker) await main.keeper.start(start);
    log.info({ url: listening.url, version: VERSION, database: placeName(config), worker }, 'started');
    return { url: listening.url, http, failed: main.keeper.failed, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
