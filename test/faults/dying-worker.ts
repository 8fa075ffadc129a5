/**
 * A worker in a process of its own that takes pushes and sends alerts, and is killed by the system, as by `kill -9`,
 * when it reaches `stage`; an empty one is never reached. `now` is its clock at the start.
 */
import type { KyselyPlugin, QueryId } from 'kysely';
import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { JobHandlers } from '../../server/core/job/job.ts';
import type { Reader } from '../../server/core/reading/analysis.ts';
import { readInPlace } from '../../server/core/reading/reading-pool.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { deliver } from '../../server/flows/deliver/deliver.ts';
import { takePush } from '../../server/flows/import/push.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { openNotifierIO } from '../../server/net/notifier-io.ts';
import webhook from '../../server/notifiers/webhook.ts';
import serviceOutage from '../../server/playbooks/service-outage.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { makeAnalysis, PASS_KEY } from '../support/make.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';

const [place = '', stage = '', from = '0'] = process.argv.slice(2);
const now = () => Number(from) + Math.round(performance.now());

/** Just before a statement, or, with `after`, when it is done and its transaction is not. */
const BEFORE: Readonly<Record<string, RegExp>> = {
  // Between what is written of posts and of their authors; rows themselves are written past a plugin.
  'the post is stored': /\bb\.sketch\b/,
  'the message was sent': /^update "delivery" set "status" = \S+, "sent_at"/,
};
const AFTER: Readonly<Record<string, RegExp>> = {
  'all is written': /^update "ingest_token"/,
  'the message is taken': /^update "delivery" set "next_at"/,
};

const die = () => process.kill(process.pid, 'SIGKILL');

function mortal(): KyselyPlugin {
  const last = new WeakSet<QueryId>();
  return {
    transformQuery({ node, queryId }) {
      const { sql } = bare.getExecutor().compileQuery(node, queryId);
      if (BEFORE[stage]?.test(sql)) die();
      if (AFTER[stage]?.test(sql)) last.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (last.has(queryId)) die();
      return result;
    },
  };
}

const bare = openDatabase(place, { onLoss: () => {} });
const db = bare.withPlugin(mortal());
const reader: Reader = { version: 'plain-1', read: () => makeAnalysis() };
const bus = createThreadBus();

async function openQueue() {
  if (engineOf(db) === 'sqlite') return createEmbeddedQueue({ db, bus, now, log: QUIET_LOG }, 20);
  const { createBossQueue } = await import('../../server/queue/boss.ts');
  return createBossQueue({ url: place, bus, now, log: QUIET_LOG }, { pollMs: 20 });
}

const taking = {
  db,
  now,
  readTime: parseChineseDate,
  canonicalise: (url: string) => [url],
  hashKey: Buffer.from('a key for tests only'),
  reading: readInPlace(() => reader),
  matcher: createWatchMatcher(db),
  storing: createStoring(db, createNearCopies(now)),
};
const sending = {
  db,
  now,
  playbooks: [serviceOutage],
  baseUrl: 'http://desk.example/',
  passKey: PASS_KEY,
  random: () => 0.5,
  notifiers: new Map([[webhook.name, webhook]]),
  io: openNotifierIO({ timeoutMs: 60_000, now }),
};
const handlers: Partial<JobHandlers> = {
  async ingest({ payload }) {
    if (stage === 'the job is taken') die();
    await takePush(taking, payload);
    if (stage === 'all is committed') die();
  },
  async deliver() {
    await deliver(sending);
    if (stage === 'it is recorded') die();
  },
};
(await openQueue()).work(handlers as JobHandlers, { ingest: 1, deliver: 1 });
