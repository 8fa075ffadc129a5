import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Job, JobHandlers, JobKind, Queue } from '../../server/core/job/job.ts';
import { KINDS } from '../../server/core/job/job-kinds.ts';
import type { Bus } from '../../server/core/job/live.ts';
import { MINUTE } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { makeDatabase, makePlace } from './database.ts';
import { askServer, TEMPLATE, urlOf } from './postgres.ts';
import { QUIET_LOG } from './quiet-log.ts';

/** A job as it lies in the queue's tables, whichever they are. */
export interface StoredJob {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  /** Milliseconds until it may be taken; the past is negative. */
  readonly waitMs: number;
  readonly payload: string;
}

/** The queue of this run's engine, from as many sides as a test wants, and a look behind it. */
export interface QueueBench {
  readonly db: Db;
  /** A side of its own: its own connection and, unless given, its own bus. */
  side(bus?: Bus, pollMs?: number): Promise<Queue>;
  now(): number;
  jobs(): Promise<readonly StoredJob[]>;
  /** Time goes by. */
  pass(ms: number): Promise<void>;
  /** Whoever took the only job for this try is gone, and its lease is over. */
  crash(attempts: number): Promise<void>;
}

/**
 * To be called once in a file: gives a bench for each test. Tables of PostgreSQL are made once for the file and
 * emptied between its tests; a database for each would take longer than all the rest.
 */
export function queueBenches(): () => Promise<QueueBench> {
  const server = inject('postgresUrl');
  if (server === undefined) return async () => makeEmbedded(await makePlace());
  const name = `test_${randomBytes(8).toString('hex')}`;
  const place = urlOf(server, name);
  beforeAll(async () => {
    await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
    await (await openSide(place)).close();
  });
  afterAll(() => askServer(server, `drop database if exists ${name} with (force)`));
  return async () => {
    await askServer(place, 'truncate tingchao_jobs.job');
    await askServer(
      place,
      'update tingchao_jobs.queue set monitor_claim_on = null, monitor_on = null, maintain_on = null',
    );
    return makeBoss(place);
  };
}

async function makeEmbedded(place: string): Promise<QueueBench> {
  const db = await makeDatabase(place);
  let now = Date.now();
  return {
    db,
    now: () => now,
    async side(bus: Bus = createThreadBus(), pollMs = 20) {
      const own = openDatabase(place);
      const queue = createEmbeddedQueue({ db: own, bus, now: () => now, log: QUIET_LOG }, pollMs);
      onTestFinished(async () => {
        await queue.drain(100);
        await own.destroy();
      });
      return queue;
    },
    async jobs() {
      const rows = await db.selectFrom('job').selectAll().orderBy('id').execute();
      return rows.map(({ id, kind, status, attempts, run_at, payload_json }) => {
        return { id: String(id), kind, status, attempts, waitMs: run_at - now, payload: payload_json };
      });
    },
    async pass(ms) {
      now += ms;
    },
    async crash(attempts) {
      await db
        .updateTable('job')
        .set({ status: 'running', attempts, lease_until: now - 1 })
        .execute();
    },
  };
}

/** What pg-boss keeps in the columns of a job. */
interface BossRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly retry_count: number;
  readonly begun: boolean;
  readonly wait_ms: number;
  readonly payload: string | null;
}

const STATUS: Readonly<Record<string, string>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  failed: 'dead',
};

const openSide = (place: string, bus: Bus = createThreadBus(), pollMs = 20) =>
  createBossQueue({ url: place, bus, now: Date.now, log: QUIET_LOG }, { pollMs });

async function makeBoss(place: string): Promise<QueueBench> {
  const db = openDatabase(place);
  onTestFinished(() => db.destroy());
  const back = (column: string, ms: number) =>
    sql`${sql.ref(column)} = ${sql.ref(column)} - ${ms} * interval '1 millisecond'`;
  return {
    db,
    now: Date.now,
    async side(bus, pollMs) {
      const queue = await openSide(place, bus, pollMs);
      onTestFinished(async () => {
        await queue.drain(100);
        await queue.close();
      });
      return queue;
    },
    async jobs() {
      const { rows } = await sql<BossRow>`
        select id, name, state, retry_count, started_on is not null as begun, data ->> 'json' as payload,
          extract(epoch from start_after - now()) * 1000 as wait_ms
        from tingchao_jobs.job where name <> 'dead' order by created_on, id`.execute(db);
      return rows.map((row) => ({
        id: row.id,
        kind: row.name,
        waitMs: row.wait_ms,
        payload: row.payload ?? '{}',
        status: STATUS[row.state] ?? row.state,
        attempts: row.retry_count + (row.begun ? 1 : 0),
      }));
    },
    async pass(ms) {
      const times = ['start_after', 'created_on', 'started_on', 'completed_on', 'keep_until', 'heartbeat_on'];
      await sql`update tingchao_jobs.job set ${sql.join(times.map((each) => back(each, ms)))}`.execute(db);
      const looks = ['monitor_claim_on', 'monitor_on', 'maintain_on'];
      await sql`update tingchao_jobs.queue set ${sql.join(looks.map((each) => back(each, ms)))}`.execute(db);
    },
    async crash(attempts) {
      await sql`update tingchao_jobs.job set state = 'active', retry_count = ${attempts - 1},
        started_on = now(), heartbeat_on = now() - ${2 * MINUTE} * interval '1 millisecond'`.execute(db);
    },
  };
}

const refuse = () => Promise.reject(new Error('not expected here'));

/** A queue carries whatever a handler returns. */
type AnyAnswer = {
  readonly [K in JobKind]?: (job: Job<K>, signal: AbortSignal) => Promise<unknown>;
};

/** Handlers for every kind; those not given refuse. */
export function handlersOf(some: AnyAnswer): JobHandlers {
  const none = Object.fromEntries(KINDS.map((kind) => [kind, refuse]));
  return { ...none, ...some } as unknown as JobHandlers;
}
