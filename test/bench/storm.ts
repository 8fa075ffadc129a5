import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { askUntil, type Latency, latency, serve } from './serving.ts';

export interface StormFigures {
  readonly changes: number;
  readonly seconds: number;
  /** Changes at red. */
  readonly reds: number;
  /** By channel: its limit an hour, what rang at red and otherwise, what was held. */
  readonly rung: readonly {
    readonly perHour: number;
    readonly red: number;
    readonly other: number;
    readonly held: number;
  }[];
  /** Channels told in one message what they were spared, when the hour was over. */
  readonly told: number;
  readonly page: Latency;
}

const WATCHES = 100;
const PAGES = ['/api/overview', '/api/alerts', '/api/alerts/1', '/api/system'];

/**
 * Alerts of a hundred watches change as fast as they can be kept, ten thousand times and more within a minute of
 * their clock, and are sent to channels with limits; meanwhile pages are asked for.
 */
export async function benchStorm(file: string, changes: number): Promise<StormFigures> {
  const db = openDatabase(file);
  await migrateToLatest(db);
  await db.destroy();
  const { url, close } = await serve(file);
  const rounds = Math.ceil(changes / WATCHES);
  try {
    const worker = new Worker(new URL('./storm-worker.ts', import.meta.url), {
      workerData: { file, watches: WATCHES, rounds },
    });
    await once(worker, 'message');
    let over = false;
    const ending = once(worker, 'message').then(([figures]) => {
      over = true;
      return figures as Omit<StormFigures, 'changes' | 'page'>;
    });
    const times = await askUntil(url, PAGES, () => over);
    const figures = await ending;
    await worker.terminate();
    return { ...figures, changes: rounds * WATCHES, page: latency('pages during a storm', times) };
  } finally {
    await close();
  }
}
