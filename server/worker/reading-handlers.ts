import type { JobHandlers, Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import type { Watch } from '../core/mention/watch.ts';
import type { ReadingPool } from '../core/reading/reading-pool.ts';
import { type Instant, SECOND } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { isLeftToAnother } from '../flows/reading/queue-rematch.ts';
import { queueReread } from '../flows/reading/queue-reread.ts';
import { rematchWatch } from '../flows/reading/rematch.ts';
import { rereadPosts } from '../flows/reading/reread.ts';
import { trainTeamOverlay } from '../flows/reading/train-overlay.ts';
import type { Log } from '../log.ts';
import { trainOverlayApart } from '../text/overlay-apart.ts';
import type { LabelledText } from '../text/overlay-train.ts';
import type { OverlayLoader } from './overlay-loader.ts';

export interface ReadingHandlerDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly log: Pick<Log, 'info' | 'warn'>;
  now(): Instant;
  readonly reading: ReadingPool;
  readonly hashKey: Buffer;
  readonly overlayLoader: OverlayLoader;
}

/** Between two announcements of how far a reread is: each makes pages read their counts again. */
const ANNOUNCE_EVERY = 15 * SECOND;

function rematchHandler(deps: ReadingHandlerDeps): JobHandlers['rematch'] {
  return async ({ payload: { watchId, updatedAt, ...cause } }) => {
    const isLeft = (watch: Watch) => isLeftToAnother(deps.queue, watch, updatedAt);
    const moved = new Set([watchId]);
    const onRemarked = (watchIds: ReadonlySet<number>) => {
      for (const id of watchIds) moved.add(id);
    };
    const report = await rematchWatch({ ...deps, isLeft, onRemarked }, watchId, undefined, cause);
    for (const id of moved) deps.bus.publish({ kind: 'rematched', at: deps.now(), watchId: id });
    deps.log.info({ watchId, ...report }, 'a watch looked at what is stored');
    if (report === null) return null;
    deps.bus.publish({ kind: 'mentions', at: deps.now(), added: report.mentions, watchIds: [...moved] });
    await deps.queue.add('detect', { watchIds: [...moved] });
    await deps.queue.add('group-stories', { watchId });
    return report;
  };
}

function rereadHandler(deps: ReadingHandlerDeps): JobHandlers['reread'] {
  const { bus, log, now, queue } = deps;
  return async ({ payload: { reader } }, signal) => {
    const [moved, unannounced] = [new Set<number>(), new Set<number>()];
    let announcedAt = now();
    const announce = () => {
      announcedAt = now();
      for (const watchId of unannounced) bus.publish({ kind: 'rematched', at: now(), watchId });
      unannounced.clear();
      bus.publish({ kind: 'labels', at: now() });
    };
    const onSlice = (_: unknown, watchIds: readonly number[]) => {
      for (const id of watchIds) for (const set of [moved, unannounced]) set.add(id);
      if (now() - announcedAt >= ANNOUNCE_EVERY) announce();
    };
    const report = await rereadPosts({ ...deps, onSlice }, reader, signal).finally(announce);
    if (report === null) return null;
    if (report.read > 0) log.info(report, 'stored posts were read anew');
    if (moved.size > 0) await queue.add('detect', { watchIds: [...moved] });
    return report;
  };
}

function trainHandler(deps: ReadingHandlerDeps): JobHandlers['train-overlay'] {
  const { db, now, log, overlayLoader } = deps;
  return async ({ payload }, signal) => {
    const train = (examples: readonly LabelledText[]) => trainOverlayApart(examples, signal);
    const outcome = await trainTeamOverlay(
      { db, now, log, train, readPlain: overlayLoader.readPlain },
      payload,
    );
    log.info({ ...payload, outcome }, 'the reader was taught');
    await takeOver(deps);
    return outcome;
  };
}

function configureHandler(deps: ReadingHandlerDeps): JobHandlers['configure-readers'] {
  return () => takeOver(deps);
}

/** What is in use is read by here and everywhere, and what is stored is read by it too. */
async function takeOver(deps: ReadingHandlerDeps): Promise<void> {
  await deps.overlayLoader.configure();
  deps.bus.publish({ kind: 'readers', at: deps.now() });
  deps.bus.publish({ kind: 'labels', at: deps.now() });
  await queueReread(deps);
}

/** What the worker does about how texts are read. */
export function createReadingHandlers(deps: ReadingHandlerDeps) {
  return {
    rematch: rematchHandler(deps),
    reread: rereadHandler(deps),
    'train-overlay': trainHandler(deps),
    'configure-readers': configureHandler(deps),
  } satisfies Partial<JobHandlers>;
}
