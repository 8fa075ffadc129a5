import type { MessagePort } from 'node:worker_threads';
import { createPoliteFetcher } from '../crawlers/polite/fetcher.ts';
import { canonicalUrl } from '../crawlers/urls.ts';
import { createThreadBus } from './bus/threads.ts';
import type { Bus } from './core/live.ts';
import { createFetchStore } from './db/fetch-store.ts';
import { openDatabase } from './db/open.ts';
import { createNearCopies } from './flows/near-copies.ts';
import { createStoryMemory } from './flows/story-memory.ts';
import { teachWatchWords } from './flows/taught-reading.ts';
import { createWatchMatcher } from './flows/watch-matcher.ts';
import { createFreshView } from './fresh-view.ts';
import { openInbox } from './inbox.ts';
import { databaseFile } from './installation.ts';
import { createHandlers } from './job-handlers.ts';
import { localHostsOf } from './local-hosts.ts';
import type { Log } from './log.ts';
import { openNotifierIO } from './notifier-io.ts';
import { loadPlugins } from './plugins.ts';
import { createEmbeddedQueue } from './queue/embedded.ts';
import { createRounds } from './rounds.ts';
import { createStoryGrouper } from './stories/story-grouper.ts';
import { createTeaching } from './teaching.ts';
import { openReadingPool, type ThreadPool } from './text/pool/pool.ts';
import { threadsBesideServer } from './text/pool/size.ts';
import type { WorkerStart } from './worker-messages.ts';

const ALIVE_EVERY_MS = 5_000;
const NOTIFY_MS = 15_000;

/**
 * Network work waits most of its time, and a few hosts that hang must not keep the others waiting too; what
 * computes or writes runs one at a time.
 */
const CONCURRENCY = {
  crawl: 24,
  'check-feeds': 1,
  preview: 4,
  'test-channel': 2,
  'preview-watch': 1,
  detect: 1,
  'group-stories': 1,
  replay: 1,
  'suggest-setting': 1,
  deliver: 1,
  ingest: 1,
  'inspect-import': 1,
  'import-file': 1,
  rematch: 1,
  prune: 1,
  'train-overlay': 1,
  'configure-readers': 1,
};

function beat(bus: Bus): NodeJS.Timeout {
  const say = () => bus.publish({ kind: 'alive', at: Date.now(), role: 'worker' });
  say();
  return setInterval(say, ALIVE_EVERY_MS);
}

/** The threads that read texts. Without any left the worker cannot go on. */
function openReading({ analysisThreads }: WorkerStart['config'], log: Log): ThreadPool {
  return openReadingPool({
    threads: analysisThreads || threadsBesideServer(),
    onLoss: (err, losses) => log.error({ err, losses }, 'a reading thread was lost and is replaced'),
    onGiveUp(why) {
      // Ends this thread: whoever keeps it starts it again, or ends the process if that does not help.
      setImmediate(() => {
        throw why;
      });
    },
  });
}

/**
 * Everything the worker does: its own connections, the threads that read texts, the crawler, the clock and
 * the jobs. `stop` takes no more jobs, lets running ones end within `graceMs`, hands back the
 * rest and closes what was opened.
 */
export async function startWork(start: WorkerStart, port: MessagePort, log: Log) {
  const now = Date.now;
  const hashKey = Buffer.from(start.hashKey, 'hex');
  const pool = openReading(start.config, log);
  const [plugins] = await Promise.all([loadPlugins(), pool.start()]);
  const db = openDatabase(databaseFile(start.config));
  const bus = createThreadBus(port, (fault) => log.error({ err: fault }, 'a listener failed'));
  const queue = createEmbeddedQueue({ db, bus, now, log });
  const { store, fresh } = createFreshView(createFetchStore(db));
  const fetcher = createPoliteFetcher({
    store,
    ...{ now, contact: start.config.contact, proxy: start.config.proxy },
    localHosts: { ...localHostsOf(start.config), ...start.overrides.localHosts },
    replay: start.overrides.replay ?? {},
  });
  const io = openNotifierIO({ timeoutMs: NOTIFY_MS, now });
  const shared = { db, bus, queue, log, now, inbox: openInbox(start.config) };
  const rounds = createRounds({ ...shared, beat: start.overrides.beat ?? {} });
  const reading = teachWatchWords(pool, db);
  const teaching = createTeaching({ pool, reading, db, log, now });
  await teaching.configure();
  const handlers = createHandlers({
    ...shared,
    ...{ plugins, fetcher, hashKey, io, reading, teaching },
    freshFetcher: fresh(fetcher),
    canonicalise: (url) => canonicalUrl(url),
    matcher: createWatchMatcher(db),
    ...{ near: createNearCopies(now), stories: createStoryMemory({ makeGrouper: createStoryGrouper, now }) },
    baseUrl: start.baseUrl,
    retentionDays: start.config.retentionDays,
    ...{ looking: rounds.looking, grouping: rounds.grouping },
  });
  queue.work(handlers, CONCURRENCY);
  const alive = beat(bus);
  rounds.start();
  return {
    async stop(graceMs: number): Promise<void> {
      clearInterval(alive);
      await rounds.stop();
      await queue.drain(graceMs);
      await pool.close();
      await fetcher.close();
      await db.destroy();
    },
  };
}
