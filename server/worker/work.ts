import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { loadPageParsers } from '../../crawlers/page-parsers.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { addressForms } from '../../crawlers/urls.ts';
import { deadlineIn } from '../core/deadline.ts';
import { readsTexts } from '../core/job/job-groups.ts';
import type { Bus } from '../core/job/live.ts';
import { createWebClock } from '../core/time/web-clock.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { openCheckpoints } from '../db/engine/checkpoints.ts';
import { engineOf } from '../db/engine/engine.ts';
import { openDatabase } from '../db/engine/open.ts';
import { createFetchStore } from '../db/feed/fetch-store.ts';
import { createHostLeases } from '../db/feed/host-leases.ts';
import { createNearCopies } from '../flows/ingest/near-copies.ts';
import { createStoring } from '../flows/ingest/storing.ts';
import { teachWatchWords } from '../flows/ingest/taught-reading.ts';
import { createWatchMatcher } from '../flows/ingest/watch-matcher.ts';
import { createStoryMemory } from '../flows/story/story-memory.ts';
import { openInbox } from '../inbox.ts';
import { placeOf } from '../installation.ts';
import type { Log } from '../log.ts';
import { localHostsOf } from '../net/local-hosts.ts';
import { openNotifierIO, wayOut } from '../net/notifier-io.ts';
import { openClock } from '../open-clock.ts';
import { loadPlugins } from '../plugins.ts';
import { createStoryGrouper } from '../stories/story-grouper.ts';
import { openReadingPool, READ_AHEAD, type ThreadPool } from '../text/pool/pool.ts';
import { threadsBesideServer } from '../text/pool/size.ts';
import { openTransport, type Transport } from '../transport.ts';
import { createHealthMonitor } from './health-monitor.ts';
import { createHandlers } from './job-handlers.ts';
import { openLeadership } from './leadership.ts';
import { createOverlayLoader, type OverlayLoader } from './overlay-loader.ts';
import { openPageReader } from './page-reader.ts';
import { createPreviewFetcher } from './preview-fetcher.ts';
import { lowerPriority } from './priority.ts';
import { createScheduler } from './scheduler.ts';
import { boundsOf, leadsOf } from './work-bounds.ts';
import { startHeartbeat } from './worker-heartbeat.ts';
import type { WorkerStart } from './worker-messages.ts';

const NOTIFY_MS = 15_000;
/** To PostgreSQL: its limit is shared by all processes, and those who write take turns anyway. */
const CONNECTIONS = 6;
/** After the grace, for giving back and closing: a little less than the keeper of a thread allows. */
const CLOSING_MS = 1_400;
/** Slices of work are small; whatever takes longer has lost its connection. */
const ANSWER_MS = 2 * MINUTE;

/** The threads that read texts. Without any left the worker cannot go on. */
function openReading({ analysisThreads }: WorkerStart['config'], log: Log, alone: boolean): ThreadPool {
  return openReadingPool({
    threads: analysisThreads || threadsBesideServer(),
    ...(alone ? { depth: READ_AHEAD } : {}),
    onLoss: (err, losses) => log.error({ err, losses }, 'a reading thread was lost and is replaced'),
    onGiveUp(why) {
      // Ends this thread or process: whoever keeps it starts it again, or ends too if that does not help.
      setImmediate(() => {
        throw why;
      });
    },
  });
}

/** What was taught is followed by every worker that reads: at a word, and once a minute where no word came. */
async function keepTaught(overlayLoader: OverlayLoader, bus: Bus, log: Log): Promise<NodeJS.Timeout> {
  await overlayLoader.configure();
  const failed = (err: unknown) => log.error({ err }, 'what was taught could not be taken over');
  bus.subscribe((event) => {
    if (event.kind === 'readers') overlayLoader.configure().catch(failed);
  });
  return setInterval(() => void overlayLoader.follow().catch(failed), MINUTE);
}

/** The polite fetcher and who reads what it brings; on PostgreSQL it shares the turns at hosts with all other workers. */
function openCrawler(start: WorkerStart, db: Db, holder: string) {
  const webClock = createWebClock();
  const { store, fresh } = createPreviewFetcher(createFetchStore(db));
  const fetcher = createPoliteFetcher({
    store,
    now: Date.now,
    contact: start.config.contact,
    proxy: start.config.proxy,
    localHosts: { ...localHostsOf(start.config), ...start.overrides.localHosts },
    replay: start.overrides.replay ?? {},
    onDate: webClock.hear,
    leases: engineOf(db) === 'postgres' ? createHostLeases(db, holder) : null,
  });
  // Loaded at the first page they would hold up the loop, and with it every host's turn.
  if (start.jobs.includes('crawl')) loadPageParsers();
  const pages = openPageReader();
  const close = async () => void (await Promise.all([pages.close(), fetcher.close()]));
  return { fetcher, freshFetcher: fresh(fetcher), readPage: pages.read, webClock, close };
}

async function openStore(config: WorkerStart['config'], port: MessagePort | null, log: Log) {
  const onLoss = (err: Error) => log.warn({ err }, 'a connection to the database was lost');
  const place = placeOf(config);
  const db = openDatabase(place, { connections: CONNECTIONS, answerMs: ANSWER_MS, onLoss });
  const checkpoints =
    engineOf(db) === 'sqlite'
      ? openCheckpoints(place, (err) =>
          log.warn({ err }, 'commits move the log into the file themselves now'),
        )
      : null;
  const clock = await openClock(db, log);
  const links = await openTransport({ home: config, db, log, now: clock.now, port });
  const close = async () => {
    clock.stop();
    await links.close();
    await checkpoints?.close();
    await db.destroy();
  };
  return { db, links, now: clock.now, close };
}

/** What storing posts keeps in memory between batches. */
const openIngesting = (db: Db, now: () => Instant) => ({
  canonicalise: addressForms,
  matcher: createWatchMatcher(db),
  storing: createStoring(db, createNearCopies(now)),
  stories: createStoryMemory({ makeGrouper: createStoryGrouper, now }),
});

/**
 * Everything a worker does: its own connections, the threads that read texts, the crawler, the clock and the
 * jobs. `stop` takes no more jobs, lets running ones end within `graceMs`, hands back the rest and closes what
 * was opened; while the database is silent it is left open a second later.
 * @param port to the web role in the same process; null for a worker in a process of its own
 */
export async function startWork(start: WorkerStart, port: MessagePort | null, log: Log) {
  const { config, jobs, baseUrl } = start;
  lowerPriority();
  const pool = openReading(config, log, port === null);
  const reads = readsTexts(jobs);
  const [plugins] = await Promise.all([loadPlugins(), reads ? pool.start() : null]);
  const { db, links, now, close } = await openStore(config, port, log);
  const self = { id: randomUUID(), host: hostname(), pid: process.pid, since: now(), jobs };
  const { bus, queue } = links;
  const leadership = openLeadership({ place: placeOf(config), holder: self.id, wanted: leadsOf(jobs), log });
  const crawler = openCrawler(start, db, self.id);
  const shared = { db, bus, queue, log, now, inbox: openInbox(config, db) };
  const monitor = createHealthMonitor({ ...shared, config, webClock: crawler.webClock });
  const clock = { beat: start.overrides.beat ?? {}, leads: () => leadership.leads('rounds') };
  const scheduler = createScheduler({ ...shared, ...clock, monitor });
  const reading = teachWatchWords(pool, db);
  const overlayLoader = createOverlayLoader({ pool, reading, db, log, now });
  const taught = reads ? await keepTaught(overlayLoader, bus, log) : undefined;
  const handlers = createHandlers({
    ...shared,
    ...crawler,
    plugins,
    reading,
    overlayLoader,
    baseUrl,
    retentionDays: config.retentionDays,
    hashKey: Buffer.from(start.hashKey, 'hex'),
    io: openNotifierIO({ timeoutMs: NOTIFY_MS, now, dispatcher: wayOut(config.proxy) }),
    ...openIngesting(db, now),
  });
  await leadership.start();
  queue.work(handlers, boundsOf(jobs, leadership));
  const hush = startHeartbeat(bus, self, queue, monitor.isFull);
  scheduler.start();
  const quiet = () => {
    hush();
    clearInterval(taught);
    return scheduler.stop();
  };
  const closeAll = async () => {
    for (const each of [leadership.stop, pool.close, crawler.close, close]) await each();
  };
  return { stop: (graceMs: number) => stopWork({ quiet, queue, closeAll, log }, graceMs) };
}

interface Stopping {
  quiet(): Promise<void>;
  readonly queue: Transport['queue'];
  closeAll(): Promise<void>;
  readonly log: Log;
}

/** All of it within one time, whether the database answers or not. */
async function stopWork({ quiet, queue, closeAll, log }: Stopping, graceMs: number): Promise<void> {
  const [grace, end] = [deadlineIn(graceMs), deadlineIn(graceMs + CLOSING_MS)];
  await grace.keep(quiet());
  await end.keep(queue.drain(grace.leftMs()));
  if (!(await end.keep(closeAll()))) log.warn({}, 'not all could be closed in time');
}
