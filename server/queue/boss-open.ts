import { type Queue as BossSettings, PgBoss } from 'pg-boss';
import { KEPT, KINDS, LAMENTED, triesOf } from '../core/job/job-kinds.ts';
import { DAY, HOUR, SECOND } from '../core/time.ts';
import { BoundedClient, endAbandoned } from '../db/engine/quick-client.ts';
import { BOSS_SCHEMA, DEAD_QUEUE } from '../db/job/boss-names.ts';
import type { CrewDeps } from './perform.ts';

/** A few: the lease of what runs must be renewed while the installation's own connections are all in use. */
const CONNECTIONS = 4;
/** What gets no answer for so long lost its connection without a word: well before the lease of what runs is over. */
const ANSWER = 30 * SECOND;
const KEEP_ALIVE = 10 * SECOND;
/** Below the pause between two looks of a crew, so that none of them comes too early. */
const MONITOR_EVERY = 15 * SECOND;
/** The longest that pg-boss lets a job run, alive or not. */
const MAX_RUN_MS = DAY;
const MAX_WAIT_MS = 365 * DAY;

type Settings = Omit<BossSettings, 'name'>;

export interface BossTimes {
  readonly leaseMs: number;
  readonly answerMs?: number | undefined;
}

/** pg-boss hands these on to the sockets of `pg`; its types do not name them. */
const SOCKET = { keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE };

/**
 * pg-boss on a pool of its own, with a queue for each kind of job and one for the dead. It makes and migrates
 * its schema itself, under a lock, and takes as long for that as it takes; of what follows each statement is bounded.
 * Its clock (schedules, supervision) stays off: crews ask it to supervise.
 */
export async function openBoss(
  url: string,
  { leaseMs, answerMs = ANSWER }: BossTimes,
  log: CrewDeps['log'],
): Promise<PgBoss> {
  const { bound, ...client } = laterBound(answerMs);
  const boss = new PgBoss({
    connectionString: url,
    schema: BOSS_SCHEMA,
    application_name: 'tingchao jobs',
    max: CONNECTIONS,
    ...SOCKET,
    ...client,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: MONITOR_EVERY / SECOND,
    maintenanceIntervalSeconds: HOUR / SECOND,
  });
  boss.on('error', (fault) => log.error({ err: fault }, 'the queue lost its database'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the queue warns'));
  try {
    await boss.start();
    await makeQueues(boss, leaseMs);
  } catch (fault) {
    await boss.stop({ graceful: false });
    throw fault;
  }
  bound();
  return boss;
}

/** What pg-boss passes on to its pool: once bounded, whatever gets no answer in time is ended on both sides. */
function laterBound(answerMs: number) {
  let limit: number | null = null;
  const clients = new Set<BoundedClient>();
  return {
    Client: BoundedClient,
    async onConnect(client: BoundedClient) {
      client.answerMs = limit;
      clients.add(client);
      client.once('end', () => clients.delete(client));
      await endAbandoned(client, answerMs);
    },
    bound() {
      limit = answerMs;
      for (const client of clients) client.answerMs = limit;
    },
  };
}

async function makeQueues(boss: PgBoss, leaseMs: number): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  const make = async (name: string, policy: string, settings: Settings) => {
    const there = known.get(name);
    if (there === undefined) return boss.createQueue(name, { ...settings, policy });
    const names = Object.keys(settings) as (keyof Settings)[];
    if (names.some((each) => there[each] !== settings[each])) await boss.updateQueue(name, settings);
  };
  // First: the others name it.
  await make(DEAD_QUEUE, 'standard', {
    retryLimit: 0,
    retentionSeconds: KEPT.dead / SECOND,
    deleteAfterSeconds: KEPT.done / SECOND,
  });
  for (const kind of KINDS) {
    await make(kind, 'exclusive', {
      retryLimit: triesOf(kind) - 1,
      // What lost its worker waits again at once; what failed gets its pause from `giveBack`.
      retryDelay: 0,
      heartbeatSeconds: Math.ceil(leaseMs / SECOND),
      expireInSeconds: MAX_RUN_MS / SECOND,
      retentionSeconds: MAX_WAIT_MS / SECOND,
      deleteAfterSeconds: KEPT.done / SECOND,
      ...(LAMENTED.includes(kind) ? { deadLetter: DEAD_QUEUE } : {}),
    });
  }
}
