import { Worker } from 'node:worker_threads';
import { countLoss, NO_LOSSES } from '../core/operation/losses.ts';
import type { Log } from '../log.ts';
import { isControl, type WorkerMessage, type WorkerStart } from './worker-messages.ts';

/** What ends a thread more often than this, each time within a day, is not mended by another start. */
const MAX_RESTARTS = 3;
/**
 * Young objects are swept up often and a few at a time: of what is usual here each sweep holds the loop up for longer.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24 };
const FIRST_PAUSE_MS = 1_000;
/** After the grace a thread gets this long to close what it opened. */
const CLOSING_MS = 1_500;

export interface WorkerKeeper {
  /** The bus's way to whichever worker is alive. */
  readonly port: {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (message: unknown) => void): void;
  };
  /** Settles when the worker died more often than it may be restarted. */
  readonly failed: Promise<Error>;
  /** Resolves when the worker works; rejects when it dies on its way there. */
  start(data: WorkerStart): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

function run(entry: URL, data: WorkerStart, onMessage: (message: unknown) => void) {
  const worker = new Worker(entry, { workerData: data, resourceLimits: LIMITS });
  let fault: Error | null = null;
  worker.on('error', (error) => {
    fault = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('message', onMessage);
  const ended = new Promise<Error | null>((resolve) => worker.on('exit', () => resolve(fault)));
  const ready = new Promise<void>((resolve) => {
    worker.on('message', (message: unknown) => {
      if (isControl(message) && message.control === 'ready') resolve();
    });
  });
  return { worker, ended, ready };
}

type Running = ReturnType<typeof run>;

async function end({ worker, ended }: Running, graceMs: number, log: Pick<Log, 'warn'>): Promise<void> {
  worker.postMessage({ control: 'stop', graceMs } satisfies WorkerMessage);
  const late = setTimeout(() => {
    log.warn({}, 'the worker did not stop in time; its jobs come back by their lease');
    void worker.terminate();
  }, graceMs + CLOSING_MS);
  await ended;
  clearTimeout(late);
}

/**
 * Keeps one worker thread alive: restarted after a fault with a growing pause, a few times at most. A day without a
 * fault starts the count again.
 * @param clock milliseconds, of a clock that nobody sets
 */
export function createWorkerKeeper(
  log: Pick<Log, 'warn' | 'error'>,
  entry: URL = new URL('./worker.ts', import.meta.url),
  firstPauseMs = FIRST_PAUSE_MS,
  clock: () => number = () => performance.now(),
): WorkerKeeper {
  const listeners: ((message: unknown) => void)[] = [];
  const hear = (message: unknown) => {
    for (const listener of listeners) listener(message);
  };
  const failure = Promise.withResolvers<Error>();
  let current: Running | null = null;
  let stopping = false;
  let losses = NO_LOSSES;
  let pause: NodeJS.Timeout | undefined;

  const begin = (data: WorkerStart): Running => {
    const running = run(entry, data, hear);
    current = running;
    void running.ended.then((fault) => {
      current = null;
      if (stopping) return;
      losses = countLoss(losses, clock());
      const restarts = losses.count;
      const again = restarts <= MAX_RESTARTS;
      log.error({ err: fault, restarts, again }, 'the worker died');
      if (!again) return failure.resolve(fault ?? new Error('the worker ended by itself'));
      pause = setTimeout(() => begin(data), firstPauseMs * 2 ** (restarts - 1));
    });
    return running;
  };

  return {
    port: {
      postMessage: (message) => current?.worker.postMessage(message),
      on: (_, listener) => listeners.push(listener),
    },
    failed: failure.promise,
    async start(data) {
      const { ready, ended } = begin(data);
      const fault = await Promise.race([
        ready.then(() => null),
        ended.then((error) => error ?? new Error('it ended')),
      ]);
      if (fault !== null) {
        stopping = true;
        clearTimeout(pause);
        throw fault;
      }
    },
    async stop(graceMs) {
      stopping = true;
      clearTimeout(pause);
      if (current !== null) await end(current, graceMs, log);
    },
  };
}
