import type { PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import type { ReadPage } from '../core/feed/page-reading.ts';
import type { Inbox } from '../core/import/inbox.ts';
import type { JobHandlers, JobPayloads, Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import type { NotifierIO } from '../core/message/notifier.ts';
import type { ReadingPool } from '../core/reading/reading-pool.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { forgetByNews as forgetReads } from '../db/engine/memory.ts';
import { forgetLeases } from '../db/feed/host-leases.ts';
import { noteDetected, noteDetectionMs } from '../db/installation/health-look.ts';
import { createSeriesMemory, type SeriesMemory } from '../db/series/series-memory.ts';
import { checkFeeds } from '../flows/crawl/check-feeds.ts';
import { type CrawlReport, crawl } from '../flows/crawl/crawl.ts';
import { previewFeed } from '../flows/crawl/preview-feed.ts';
import { queueDelivery } from '../flows/deliver/queue-delivery.ts';
import { testChannel } from '../flows/deliver/test-channel.ts';
import { detect } from '../flows/detect/detect.ts';
import { previewWatch } from '../flows/detect/preview-watch.ts';
import { createReplays } from '../flows/detect/replay-watch.ts';
import { sweepInbox } from '../flows/import/receive-file.ts';
import { type IngestInput, ingest } from '../flows/ingest/ingest.ts';
import type { Storing } from '../flows/ingest/storing.ts';
import type { WatchMatcher } from '../flows/ingest/watch-matcher.ts';
import { replacePosts } from '../flows/reading/replace-posts.ts';
import { groupStories } from '../flows/story/group-stories.ts';
import type { StoryMemory } from '../flows/story/story-memory.ts';
import { erasePosts } from '../flows/upkeep/erase-posts.ts';
import { prune } from '../flows/upkeep/prune.ts';
import type { Log } from '../log.ts';
import type { Plugins } from '../plugins.ts';
import { createDeliveryHandlers } from './delivery-handlers.ts';
import { createImportHandlers } from './import-handlers.ts';
import type { OverlayLoader } from './overlay-loader.ts';
import { pruningTime } from './pruning.ts';
import { createReadingHandlers } from './reading-handlers.ts';
import { createSurveyHandlers } from './survey-handlers.ts';
import { createWaking } from './wall-clock.ts';

export interface HandlerDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly log: Log;
  now(): Instant;
  readonly plugins: Plugins;
  readonly fetcher: PoliteFetcher;
  readonly readPage: ReadPage;
  /** The fetcher without memory of earlier visits. */
  readonly freshFetcher: Pick<PoliteFetcher, 'get'>;
  readonly reading: ReadingPool;
  readonly overlayLoader: OverlayLoader;
  readonly matcher: WatchMatcher;
  readonly storing: Storing;
  readonly stories: StoryMemory;
  readonly hashKey: Buffer;
  readonly inbox: Inbox;
  readonly canonicalise: (url: string) => readonly string[];
  readonly io: NotifierIO;
  readonly baseUrl: string;
  readonly retentionDays: number;
}

/** "For ever" as the pruning flow understands it. */
const FOR_EVER_DAYS = 36_500;

function tellMentions(deps: HandlerDeps, added: number, watchIds: readonly number[]): void {
  if (added > 0) deps.bus.publish({ kind: 'mentions', at: deps.now(), added, watchIds });
}

function crawlHandler(deps: HandlerDeps): JobHandlers['crawl'] {
  const { db, log, now, readPage } = deps;
  const { sources } = deps.plugins;
  const store = (input: IngestInput) => ingest(deps, input);
  return async ({ payload }, signal) => {
    const isAgain = payload.again !== undefined;
    // These want what the page holds, not what is new on it since the last visit.
    const fetcher = payload.range || isAgain ? deps.freshFetcher : deps.fetcher;
    const replace = (posts: IngestInput['posts']) => replacePosts(deps, posts);
    const hands = { sources, fetcher, readPage, ingest: store, replace };
    const report = await crawl({ db, ...hands, now, log }, { ...payload, signal });
    const { feedId, outcome, stored, known, refused } = report;
    // What was read of these watches before is no longer so.
    for (const watchId of report.changedWatchIds) deps.bus.publish({ kind: 'rematched', at: now(), watchId });
    if (isAgain) await readOn(deps, payload, report);
    log.info({ feedId, outcome, stored, known, refused, wall: report.wall }, 'a feed was read');
    deps.bus.publish({ kind: 'feed', at: now(), feedId, outcome });
    tellMentions(deps, report.mentions, report.watchIds);
    return { outcome, stored };
  };
}

/** More stands on the list than one run asks for: the next one goes on, for as long as each brings something. */
async function readOn(
  { queue }: HandlerDeps,
  { feedId, again }: JobPayloads['crawl'],
  { outcome, fetched, isFull, startedAt }: CrawlReport,
): Promise<void> {
  if (outcome !== 'posts' || fetched === 0 || !isFull || again === undefined) return;
  await queue.add('crawl', { feedId, again }, { key: `again:${feedId}:${startedAt}` });
}

function checkFeedsHandler(deps: HandlerDeps): JobHandlers['check-feeds'] {
  const { db, now, log, bus, queue } = deps;
  const { notifiers } = deps.plugins;
  const awakeSince = createWaking(now);
  return async () => {
    const { opened, closed, told } = await checkFeeds({ db, notifiers, now, awakeSince: awakeSince() });
    if (opened + closed === 0) return null;
    log.info({ opened, closed, told }, 'feeds went out of order or came back');
    bus.publish({ kind: 'settings', at: now(), what: 'feeds' });
    if (told > 0) await queueDelivery(queue);
    return { opened, closed };
  };
}

function pruneHandler(deps: HandlerDeps): JobHandlers['prune'] {
  return async (_, signal) => {
    const at = await pruningTime(deps);
    if (at === null) return null;
    const keepDays = deps.retentionDays > 0 ? deps.retentionDays : FOR_EVER_DAYS;
    await sweepInbox({ ...deps, now: () => at });
    await forgetLeases(deps.db, at);
    const report = await prune({ db: deps.db, now: () => at }, { keepDays, signal });
    deps.log.info(report, 'old posts and runs were forgotten');
    return report;
  };
}

function eraseHandler(deps: HandlerDeps): JobHandlers['erase-posts'] {
  return async ({ payload: { erasureId } }, signal) => {
    const onGone = (watchIds: readonly number[]) => {
      for (const watchId of watchIds) deps.bus.publish({ kind: 'rematched', at: deps.now(), watchId });
    };
    const done = await erasePosts(deps, { erasureId, signal, onGone });
    if (done === null) return null;
    deps.log.info({ erasureId, posts: done.posts }, 'posts were deleted on request');
    return done;
  };
}

function detectHandler(deps: HandlerDeps, memory: SeriesMemory): JobHandlers['detect'] {
  const { db, now, bus, queue } = deps;
  const { detectors, playbooks } = deps.plugins;
  return async ({ payload: { watchIds } }) => {
    bus.publish({ kind: 'looking', at: now(), watchIds });
    const began = performance.now();
    const { changes, waiting, held } = await detect({ db, detectors, playbooks, now, memory }, { watchIds });
    for (const { finding, ...why } of held) {
      const { watchId, detector, key, score } = finding;
      deps.log.info({ watchId, detector, key, score, ...why }, 'a finding was held back');
    }
    for (const change of changes) {
      deps.log.info({ ...change }, 'an alert changed');
      bus.publish({ kind: 'alert', ...change });
    }
    if (waiting > 0) await queueDelivery(queue);
    await noteDetected(db, now());
    if (watchIds === null) await noteDetectionMs(db, Math.round(performance.now() - began));
    return changes.length;
  };
}

function storiesHandler(deps: HandlerDeps): JobHandlers['group-stories'] {
  return async ({ payload: { watchId } }, signal) => {
    deps.bus.publish({ kind: 'grouping', at: deps.now() });
    const report = await groupStories(deps, { watchId, signal });
    const { grouped, merged, split } = report;
    if (merged + split > 0) deps.log.info(report, 'stories were repaired');
    if (grouped + report.counted > 0) deps.bus.publish({ kind: 'stories', at: deps.now() });
    return report;
  };
}

/** Counts that changed after the fact are read again; where news of that may have been missed, all are. */
export function forgetByNews(memory: Pick<SeriesMemory, 'forget'>, bus: Bus): void {
  bus.subscribe((event) => {
    if (event.kind === 'rematched') memory.forget(event.watchId);
    if (event.kind === 'resync') memory.forget(null);
  });
}

/** What each kind of job does. All may run twice: each flow says how it keeps that harmless. */
export function createHandlers(deps: HandlerDeps): JobHandlers {
  const { db, now, io, baseUrl, freshFetcher, readPage } = deps;
  const { sources, notifiers, playbooks } = deps.plugins;
  const memory = createSeriesMemory();
  forgetByNews(memory, deps.bus);
  forgetReads(deps.bus, [db]);
  const replays = createReplays({ db, now, ...deps.plugins });
  return {
    crawl: crawlHandler(deps),
    'check-feeds': checkFeedsHandler(deps),
    detect: detectHandler(deps, memory),
    'group-stories': storiesHandler(deps),
    prune: pruneHandler(deps),
    'erase-posts': eraseHandler(deps),
    ...createDeliveryHandlers({ ...deps, notifiers, playbooks }),
    ...createImportHandlers(deps),
    ...createSurveyHandlers(deps),
    ...createReadingHandlers(deps),
    replay: ({ payload }, signal) => replays.replay(payload, signal),
    'suggest-setting': ({ payload }, signal) => replays.suggest(payload, signal),
    preview: ({ payload }) => previewFeed({ sources, fetcher: freshFetcher, readPage, now }, payload),
    'preview-watch': ({ payload }) => previewWatch({ db, now }, payload),
    'test-channel': ({ payload }) => testChannel({ db, notifiers, io, baseUrl, now }, payload),
  };
}
