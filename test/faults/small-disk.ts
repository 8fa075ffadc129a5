import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { inject, onTestFinished } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { tempFolder } from '../support/database.ts';
import { askServer, TEMPLATE, urlOf } from '../support/postgres.ts';

/** A disk that is soon full, and can be made larger. */
interface SmallDisk {
  readonly place: string;
  /** To be called once the database is open. */
  limit(db: Db): Promise<void>;
  grow(): Promise<void>;
}

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'ignore' });

/** A file system of so many megabytes in memory, gone with the test; null where this process may mount none. */
function mount(megabytes: number, owner: number) {
  const folder = tempFolder();
  const options = (size: number) => `size=${size}m,uid=${owner},mode=755`;
  try {
    run('mount', '-t', 'tmpfs', '-o', options(megabytes), 'tingchao-test', folder);
  } catch {
    return null;
  }
  onTestFinished(() => void run('umount', '-l', folder));
  return { folder, grow: () => run('mount', '-o', `remount,${options(megabytes * 8)}`, folder) };
}

/** Where this process may mount nothing, SQLite is told how many pages its file may have: it says the same. */
export async function smallFile(): Promise<SmallDisk> {
  const disk = mount(10, process.getuid?.() ?? 0);
  if (disk !== null) {
    return { place: `${disk.folder}/tingchao.db`, limit: async () => {}, grow: async () => void disk.grow() };
  }
  let limited: Db | null = null;
  const limit = async (db: Db) => {
    limited = db;
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 300)}`.execute(db);
  };
  const grow = async () => {
    if (limited !== null) await sql`pragma max_page_count = 1000000`.execute(limited);
  };
  return { place: `${tempFolder()}/tingchao.db`, limit, grow };
}

/**
 * A database in a tablespace on a small disk. Where this process may mount nothing, or the server is elsewhere, a
 * trigger says what the server would.
 */
export async function smallDatabase(): Promise<SmallDisk> {
  const server = inject('postgresUrl') ?? '';
  const name = `test_small_${process.pid}_${Date.now()}`;
  const { owner, megabytes } = await lookAt(server);
  const disk = mount(megabytes + 6, owner);
  if (disk === null) return refusing(server, name);
  await askServer(server, `create tablespace ${name} location '${disk.folder}'`);
  onTestFinished(() => askServer(server, `drop tablespace ${name}`));
  await askServer(
    server,
    `create database ${name} template ${TEMPLATE} strategy file_copy tablespace ${name}`,
  );
  onTestFinished(() => askServer(server, `drop database ${name} with (force)`));
  return { place: urlOf(server, name), limit: async () => {}, grow: async () => void disk.grow() };
}

/** Who runs the server, as far as its files tell, and how large a new database is. */
async function lookAt(server: string): Promise<{ readonly owner: number; readonly megabytes: number }> {
  const db = openDatabase(server, { connections: 1 });
  const asked = sql<{ folder: string; bytes: number }>`
    select current_setting('data_directory') as folder, pg_database_size(${TEMPLATE}) as bytes`;
  const { folder = '/', bytes = 0 } = (await asked.execute(db)).rows[0] ?? {};
  await db.destroy();
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid ?? 0;
  return { owner, megabytes: Math.ceil(bytes / 1024 / 1024) };
}

async function refusing(server: string, name: string): Promise<SmallDisk> {
  await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  onTestFinished(() => askServer(server, `drop database ${name} with (force)`));
  const place = urlOf(server, name);
  await askServer(
    place,
    `create function full_disk() returns trigger language plpgsql as $$ begin
       if (select count(*) from post) > 200 then
         raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
       end if;
       return new;
     end $$`,
  );
  for (const table of ['mention', 'watch']) {
    await askServer(place, `create trigger full_disk before insert on ${table} execute function full_disk()`);
  }
  return { place, limit: async () => {}, grow: () => askServer(place, 'drop function full_disk() cascade') };
}
