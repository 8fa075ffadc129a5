import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../server/db/engine/open.ts';
import { makePartitions } from '../../server/db/engine/partitions.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import type { Ground } from './engine-places.ts';
import { WATCHES } from './posts.ts';

const PROCESS = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

export interface IngestFigures {
  readonly perSecond: number;
  /** Processor milliseconds a post: of the workers, reading included, and of the database's own server. */
  readonly workerMs: number;
  readonly serverMs: number;
  /** Memory of one worker. */
  readonly megabytes: number;
}

interface Done {
  readonly stored: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** How posts come: batches under way at once, and posts in each. */
export interface Shape {
  readonly flows: number;
  readonly size: number;
}

/** Files that are imported, or pushes. */
export const LARGE: Shape = { flows: 3, size: 500 };
/** Pages of feeds, as many at once as a worker crawls. */
export const PAGES: Shape = { flows: 24, size: 7 };

/** A worker that has loaded its dictionaries and waits to be told. */
export async function startIngest(place: string, name: string, posts: number, { flows, size } = LARGE) {
  const child: ChildProcess = fork(PROCESS, [place, name, ...[posts, flows, size, 1].map(String)]);
  const left = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker ended with ${code}`);
  });
  left.catch(() => {});
  await Promise.race([once(child, 'message'), left]);
  return {
    async run(): Promise<Done> {
      const said = once(child, 'message');
      child.send('go');
      const [done] = (await Promise.race([said, left])) as [Done];
      return done;
    },
    stop: () => child.kill(),
  };
}

/** An empty database with the five watches. */
export async function makeEmpty(ground: Ground, name: string): Promise<string> {
  await ground.drop(name);
  const place = await ground.open(name);
  await prepare(place);
  return place;
}

/** Brings a database up to date; one without watches gets the five of the benchmark. */
export async function prepare(place: string): Promise<void> {
  const db = openDatabase(place);
  await migrateToLatest(db);
  await makePartitions(db, Date.now());
  const watches = await db.selectFrom('watch').select('id').execute();
  if (watches.length === 0) for (const watch of WATCHES) await createWatch(db, watch, Date.now());
  await db.destroy();
}

/** So many workers at once, each with as many posts of its own, into an empty database. */
export async function benchWorkers(
  ground: Ground,
  workers: number,
  posts: number,
  shape = LARGE,
): Promise<IngestFigures> {
  const place = await makeEmpty(ground, 'ingest');
  const started = await Promise.all(
    Array.from({ length: workers }, (_, n) => startIngest(place, `w${n}`, posts, shape)),
  );
  const before = ground.serverSeconds();
  const done = await Promise.all(started.map((worker) => worker.run()));
  const server = ground.serverSeconds() - before;
  await ground.drop('ingest');
  const stored = done.reduce((all, each) => all + each.stored, 0);
  const cpu = done.reduce((all, each) => all + each.cpu, 0);
  return {
    perSecond: stored / Math.max(...done.map((each) => each.seconds)),
    workerMs: (cpu * 1_000) / stored,
    serverMs: (server * 1_000) / stored,
    megabytes: Math.max(...done.map((each) => each.megabytes)),
  };
}
