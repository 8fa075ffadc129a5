import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors.ts';
import { type ReadPage, readHere } from '../core/feed/page-reading.ts';
import type { Page, Params, ParseResult } from '../core/feed/source.ts';
import type { Instant } from '../core/time.ts';
import { nextTurn } from '../core/turn.ts';

export interface PageTask {
  readonly source: string;
  readonly page: Page;
  readonly params: Params;
  readonly now: Instant;
}

export type FromPageThread =
  | { readonly kind: 'ready' }
  /** Its folder of sources has none of that name. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'read'; readonly result: ParseResult };

/** Characters. Of shorter pages even the worst is read before anybody notices. */
const SHORT = 32_768;
/** Any page that is meant to be read takes a second at most, also on a machine that is busy. */
const PATIENCE_MS = 20_000;
/** Loading the sources, on a machine that may be out of memory. */
const START_MS = 120_000;
const IDLE_MS = 60_000;
/** Megabytes; a page that takes more is given up. */
const LIMITS = { maxOldGenerationSizeMb: 768 };

export interface PageReader {
  readonly read: ReadPage;
  close(): Promise<void>;
}

export interface PageReaderOptions {
  readonly short?: number;
  readonly patienceMs?: number;
  /** What the thread runs. */
  readonly thread?: () => URL;
}

/**
 * Reads short pages at once and longer ones in a thread of its own, one after another, so that a large page holds
 * nobody up and one that was made to be read for ever is given up, by name. The thread is there while it is needed.
 */
export function openPageReader(options: PageReaderOptions = {}): PageReader {
  const { short = SHORT, patienceMs = PATIENCE_MS } = options;
  let thread: Promise<Worker> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  const end = async () => {
    clearTimeout(idle);
    const running = thread;
    thread = null;
    const worker = await running?.catch(() => null);
    await worker?.terminate();
  };
  const away = async (task: PageTask): Promise<ParseResult | null> => {
    if (closed) throw new AppError('busy', 'no more pages are read');
    clearTimeout(idle);
    thread ??= startThread(options.thread).catch((fault: unknown) => {
      // The next page starts it again.
      thread = null;
      throw fault;
    });
    const answer = await ask(await thread, task, patienceMs);
    if (answer.kind === 'given-up') {
      await end();
      if (closed) throw new AppError('busy', 'the page reader was closed');
      return {
        kind: 'wall',
        wall: 'too-large',
        detail: `${answer.why}: a page of ${task.page.body.length} characters`,
      };
    }
    idle = setTimeout(() => void end(), IDLE_MS).unref();
    return answer.kind === 'read' ? answer.result : null;
  };
  return {
    async read(source, page, params, now) {
      if (page.body.length <= short) {
        // Pages of several hosts may come at once; each is read in a turn of its own.
        await nextTurn();
        return readHere(source, page, params, now);
      }
      const task = { source: source.name, page, params, now };
      const mine = turn.then(() => away(task));
      turn = mine.catch(() => undefined);
      return (await mine) ?? readHere(source, page, params, now);
    },
    async close() {
      closed = true;
      await end();
    },
  };
}

const ourThread = () => new URL('./page-thread.ts', import.meta.url);

async function startThread(of = ourThread): Promise<Worker> {
  const worker = new Worker(of(), { resourceLimits: LIMITS });
  // Who waits for an answer hears of its end; nobody else need.
  worker.on('error', () => undefined);
  const started = await next(worker, START_MS);
  if (started.kind !== 'ready') {
    await worker.terminate();
    throw new AppError('internal', 'the thread that reads pages did not start');
  }
  // Between two pages it keeps nobody from ending.
  worker.unref();
  return worker;
}

async function ask(worker: Worker, task: PageTask, patienceMs: number) {
  worker.ref();
  worker.postMessage(task);
  const answer = await next(worker, patienceMs);
  worker.unref();
  return answer;
}

type Next = FromPageThread | { readonly kind: 'given-up'; readonly why: string };

/** What the thread says next, or why it says no more. */
function next(worker: Worker, patienceMs: number): Promise<Next> {
  const { promise, resolve } = Promise.withResolvers<Next>();
  const giveUp = (why: string) => resolve({ kind: 'given-up', why });
  const late = setTimeout(() => giveUp(`not read within ${patienceMs / 1_000} s`), patienceMs);
  const onEnd = () => giveUp('reading it ended the thread');
  worker.once('message', resolve);
  worker.once('error', onEnd);
  worker.once('exit', onEnd);
  return promise.finally(() => {
    clearTimeout(late);
    worker.off('message', resolve);
    worker.off('error', onEnd);
    worker.off('exit', onEnd);
  });
}
