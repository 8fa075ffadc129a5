import { AppError } from '../../core/errors.ts';
import { PLAIN_SETTINGS, type ReadingPool, type ReadOutcome } from '../../core/reading/reading-pool.ts';
import { createDispatch, type DispatchOptions, giveUp, openThread, submit } from './dispatch.ts';
import type { Answer, LinesRead } from './messages.ts';

export type { LinesRead };

/** Texts handed to a thread at once: enough that handing over costs little, few enough to share out. */
const SLICE = 64;
const TEXT_MS = 2_000;
const DEPTH = 2;
/** For a process that answers no pages. */
export const READ_AHEAD = 16;
const nothing = () => {};

export interface ThreadPool extends ReadingPool {
  /** Resolves when a first thread can read, rejects when none can; the others start when there is work. */
  start(): Promise<void>;
  /** Reads a chunk of whole lines of JSON. The bytes stay the caller's and must not change meanwhile. */
  readLines(bytes: Uint8Array): Promise<LinesRead>;
}

/**
 * A pool of threads that each hold a reader. They start when there is work for them, live as long as the
 * pool, and are replaced only when a text hung one or brought it down: that text gets a fault and is never
 * read again, and the rest of its batch is read anew. After a few such losses the pool gives up, because
 * each costs memory that only the end of the process gives back; a day without any starts the count anew.
 */
export function openReadingPool(
  options: Pick<DispatchOptions, 'threads'> & Partial<DispatchOptions>,
): ThreadPool {
  const entry = new URL('./thread.ts', import.meta.url);
  const now = () => performance.now();
  const defaults = { textMs: TEXT_MS, depth: DEPTH, entry, onLoss: nothing, onGiveUp: nothing, now };
  const pool = createDispatch({ ...defaults, ...options }, PLAIN_SETTINGS);
  return {
    async start() {
      if (pool.slots.size === 0 && pool.over === null) openThread(pool);
      await pool.started.promise;
    },
    async readAll(inputs) {
      const size = Math.min(SLICE, Math.ceil(inputs.length / pool.options.threads));
      const { settings } = pool;
      const slices: Promise<Answer>[] = [];
      for (let from = 0; from < inputs.length; from += size) {
        slices.push(submit(pool, { kind: 'texts', inputs: inputs.slice(from, from + size) }, settings));
      }
      return (await Promise.all(slices)).flatMap((answer) => answer as readonly ReadOutcome[]);
    },
    async readLines(bytes) {
      return (await submit(pool, { kind: 'lines', bytes }, pool.settings)) as LinesRead;
    },
    configure(settings) {
      pool.settings = settings;
    },
    async close() {
      giveUp(pool, new AppError('busy', 'the reading pool was closed'), true);
      await Promise.all([...pool.slots].map((slot) => slot.end()));
    },
  };
}
