import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { Instant } from '../../server/core/time.ts';
import { isPostgres, openDatabase } from '../../server/db/engine/open.ts';
import { fillEngine } from './engine-fill.ts';
import { benchWorkers, PAGES, prepare, startIngest } from './engine-ingest.ts';
import {
  bytesIn,
  type Ground,
  openPostgresGround,
  openSqliteGround,
  POSTGRES_SAID,
} from './engine-places.ts';
import { benchReads, quantiles, type ReadFigures } from './engine-reads.ts';
import { startServer } from './engine-server.ts';

export type Row = readonly [what: string, figure: string, target: string];

export interface EnginesInput {
  readonly folder: string;
  /** Size at which the screens are read. */
  readonly mentions: number;
  /** Posts that each worker ingests. */
  readonly posts: number;
  readonly rounds: number;
  note(text: string): void;
}

/** Everything is compared with its time at this size. */
const SMALL = 100_000;
const TARGETS = {
  sqlite: { ingest: 8_000, read: 15, search: 50 },
  postgres: { ingest: 4_000, read: 30, search: 100 },
} as const;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const ms = (value: number) => `${value.toFixed(1)} ms`;

/**
 * Both engines in one run, by real processes: ingest, every screen's read at a size and at a hundred thousand,
 * what it takes of memory and disk, and the overview while a worker ingests as fast as it can.
 */
export async function benchEngines(input: EnginesInput): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const open of [openSqliteGround, openPostgresGround]) {
    const ground = await open(input.folder);
    try {
      rows.push([`— ${ground.engine}`, '', ground.engine === 'postgres' ? saidOf() : '']);
      rows.push(...(await ingestRows(ground, input)), ...(await sizeRows(ground, input)));
    } finally {
      await ground.stop();
    }
  }
  return rows;
}

function saidOf(): string {
  return process.env.TEST_DATABASE_URL === undefined ? POSTGRES_SAID : 'the server of TEST_DATABASE_URL';
}

async function ingestRows(ground: Ground, { posts, note }: EnginesInput): Promise<readonly Row[]> {
  note(`${ground.engine}: ingest …`);
  const target = TARGETS[ground.engine].ingest;
  const one = await benchWorkers(ground, 1, posts);
  const pages = await benchWorkers(ground, 1, Math.ceil(posts / 4), PAGES);
  const split = `worker ${one.workerMs.toFixed(2)} ms, server ${one.serverMs.toFixed(2)} ms`;
  const rows: Row[] = [
    ['posts ingested a second, one worker', whole(one.perSecond), `target ≥ ${whole(target)}`],
    ['  processor time a post', split, ''],
    [`  of pages of ${PAGES.size} posts, ${PAGES.flows} at once`, whole(pages.perSecond), ''],
    ['  memory of the worker', `${whole(one.megabytes)} MB`, ''],
  ];
  if (ground.engine === 'sqlite') return rows;
  const two = await benchWorkers(ground, 2, posts);
  const took = `worker ${two.workerMs.toFixed(2)} ms, server ${two.serverMs.toFixed(2)} ms`;
  return [
    ...rows,
    ['posts ingested a second, two workers', whole(two.perSecond), ''],
    ['  two workers / one', (two.perSecond / one.perSecond).toFixed(2), 'target ≥ 1.6'],
    ['  processor time a post', took, ''],
  ];
}

interface Filled {
  readonly place: string;
  readonly end: Instant;
  readonly bytes: number;
  readonly reads: readonly ReadFigures[];
}

async function sizeRows(ground: Ground, input: EnginesInput): Promise<readonly Row[]> {
  const least = Math.min(SMALL, input.mentions);
  const small = await fillAndRead(ground, least, input);
  const large = input.mentions === least ? small : await fillAndRead(ground, input.mentions, input);
  const mentions = whole(input.mentions);
  const { read, search } = TARGETS[ground.engine];
  const rows: Row[] = [
    [`bytes a mention, of ${mentions}`, whole(large.bytes / input.mentions), `${gigabytes(large.bytes)} GB`],
    [`milliseconds of a read at ${mentions}`, 'p50, p95', `times that at ${whole(least)}, target ≤ 2.0`],
  ];
  large.reads.forEach(({ name, p50, p95 }, at) => {
    const before = small.reads[at];
    const times = before === undefined ? Number.NaN : p50 / before.p50;
    const most = name.startsWith('search') ? search : read;
    rows.push([`  ${name}`, `${ms(p50)}, ${ms(p95)}`, `× ${times.toFixed(1)}, target p95 ≤ ${most} ms`]);
  });
  return [...rows, ...(await liveRows(ground, input))];
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(2);
}

function nameOf(mentions: number): string {
  return `filled_${mentions}`;
}

async function fillAndRead(ground: Ground, mentions: number, input: EnginesInput): Promise<Filled> {
  const place = await ground.open(nameOf(mentions));
  await prepare(place);
  const db = openDatabase(place);
  let told = 0;
  const { end, perSecond } = await fillEngine(db, mentions, (share) => {
    if (share - told < 0.05) return;
    told = share;
    input.note(`${ground.engine}: ${whole(share * 100)} % of ${whole(mentions)} mentions …`);
  });
  if (told > 0) input.note(`${ground.engine}: filled, ${whole(perSecond)} mentions a second`);
  const bytes = isPostgres(place)
    ? ((await sql<{ n: number }>`select pg_database_size(current_database()) as n`.execute(db)).rows[0]?.n ??
      0)
    : bytesIn(dirname(place));
  await db.destroy();
  const pages = openDatabase(place, { readonly: true });
  input.note(`${ground.engine}: reading at ${whole(mentions)} …`);
  const reads = await benchReads(pages, end, input.rounds);
  await pages.destroy();
  return { place, end, bytes, reads };
}

const OVERVIEWS = ['/api/overview', '/api/overview?watch=1', '/api/overview?watch=2'];

/** The server of pages as a process: its start, its memory, and its overview while a worker ingests. */
async function liveRows(ground: Ground, { mentions, posts, note }: EnginesInput): Promise<readonly Row[]> {
  note(`${ground.engine}: live …`);
  const name = nameOf(mentions);
  const place = await ground.open(name);
  const server = await startServer(ground.env(name));
  try {
    for (const path of OVERVIEWS) await server.ask(path);
    const worker = await startIngest(place, `live-${Date.now()}`, posts);
    let running = true;
    const ingest = worker.run().finally(() => {
      running = false;
    });
    const times: number[] = [];
    for (let n = 0; running; n++) times.push(await server.ask(OVERVIEWS[n % OVERVIEWS.length] ?? ''));
    const { stored, seconds } = await ingest;
    const { p50, p95 } = quantiles(times);
    const alone = ground.engine === 'postgres';
    return [
      ['overview over HTTP while a worker ingests', `${ms(p50)}, ${ms(p95)}`, 'target p95 ≤ 50 ms'],
      ['  posts ingested a second meanwhile', whole(stored / seconds), `${times.length} overviews`],
      ['start of the server until it is ready', `${whole(server.startMs)} ms`, 'target ≤ 1,500 ms'],
      ['memory of the server of pages', `${whole(server.megabytes())} MB`, alone ? '' : 'its worker with it'],
      ...(alone
        ? [['memory of the database’s server', `${whole(ground.serverMegabytes())} MB`, ''] as Row]
        : []),
    ];
  } finally {
    await server.stop();
  }
}
