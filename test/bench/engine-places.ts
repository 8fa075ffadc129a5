import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askServer, startPostgres, urlOf } from '../support/postgres.ts';

export type EngineName = 'sqlite' | 'postgres';

/** Where the databases of one engine are kept while it is measured. */
export interface Ground {
  readonly engine: EngineName;
  /** A place for `openDatabase`, there from now on; what it held is kept. */
  open(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** Settings that make the product's own commands use it. */
  env(name: string): Readonly<Record<string, string>>;
  /** Seconds of processor that a server of its own has taken so far; 0 without one. */
  serverSeconds(): number;
  /** Memory of that server in MB, shared pages counted once; NaN where nobody can tell. */
  serverMegabytes(): number;
  stop(): Promise<void>;
}

/** What a machine of this size would give a database, and every commit on the disk before it is answered. */
const FLAGS = [
  'shared_buffers=1GB',
  'effective_cache_size=4GB',
  'max_wal_size=4GB',
  'maintenance_work_mem=256MB',
  'fsync=on',
  'synchronous_commit=on',
];
export const POSTGRES_SAID = FLAGS.join(', ');
/** Ticks of the system's clock for processor times. */
const TICKS = 100;

export function openSqliteGround(folder: string): Ground {
  const home = (name: string) => join(folder, 'sqlite', name);
  return {
    engine: 'sqlite',
    async open(name) {
      mkdirSync(home(name), { recursive: true });
      return join(home(name), 'tingchao.db');
    },
    drop: async (name) => rmSync(home(name), { recursive: true, force: true }),
    // The workers make pseudonyms with a key of their own: a server finds none in the folder.
    env: (name) => ({ TINGCHAO_DATA: home(name), TINGCHAO_SECRET: 'a key for the benchmark, no secret' }),
    serverSeconds: () => 0,
    serverMegabytes: () => 0,
    stop: async () => {},
  };
}

/** The server of TEST_DATABASE_URL, or one of its own whose files stay in the folder. */
export async function openPostgresGround(folder: string): Promise<Ground> {
  const given = process.env.TEST_DATABASE_URL;
  const started = given === undefined ? await startIn(join(folder, 'postgres')) : null;
  const server = given ?? started?.url ?? '';
  const named = (name: string) => `tingchao_bench_${name}`;
  return {
    engine: 'postgres',
    async open(name) {
      await askServer(server, `create database ${named(name)}`).catch((fault: { code?: string }) => {
        if (fault.code !== '42P04') throw fault;
      });
      return urlOf(server, named(name));
    },
    drop: (name) => askServer(server, `drop database if exists ${named(name)} with (force)`),
    env(name) {
      const home = join(folder, 'postgres-home');
      mkdirSync(home, { recursive: true });
      return { TINGCHAO_DATA: home, DATABASE_URL: urlOf(server, named(name)) };
    },
    serverSeconds: () => secondsOf(started?.pid),
    serverMegabytes: () => megabytesOf(started?.pid),
    stop: async () => started?.stop(),
  };
}

async function startIn(folder: string) {
  // Started by root it runs as somebody else, who has to get there.
  mkdirSync(dirname(folder), { recursive: true });
  chmodSync(dirname(folder), 0o755);
  const started = await startPostgres({ flags: FLAGS, keptIn: folder });
  const [first] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  return { ...started, pid: Number(first) };
}

interface Times {
  readonly parent: number;
  /** Ticks of the process, and of the children it has outlived. */
  readonly own: number;
  readonly ended: number;
}

function timesOf(pid: number): Times | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const sum = (...at: readonly number[]) => at.reduce((all, each) => all + (fields[each] ?? 0), 0);
    return { parent: fields[1] ?? 0, own: sum(11, 12), ended: sum(13, 14) };
  } catch {
    return null;
  }
}

function childrenOf(pid: number): readonly number[] {
  const all = existsSync('/proc') ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
  return all.filter((each) => timesOf(each)?.parent === pid);
}

function secondsOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const server = timesOf(pid);
  const living = childrenOf(pid).reduce((all, each) => all + (timesOf(each)?.own ?? 0), 0);
  return server === null ? Number.NaN : (server.own + server.ended + living) / TICKS;
}

function megabytesOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  return [pid, ...childrenOf(pid)].reduce((all, each) => all + pssOf(each), 0) / 1_024;
}

/** Kilobytes of a process, what it shares divided among those who do. */
function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Bytes of all files of a folder. */
export function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((all, name) => all + statSync(join(folder, name)).size, 0);
}
