import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { ReaderSettings, ReadFaultCode } from '../../core/reading/reading-pool.ts';
import type { FromThread, Shunned, ThreadStart, ToThread } from './messages.ts';
import { newProgress, openProgress, type Progress } from './progress.ts';
import type { Quarantine } from './quarantine.ts';
import type { Task } from './task.ts';

const TICKS = 8;
/** Loading dictionaries and models takes a second, many times that on a machine that is out of memory. */
const START_MS = 120_000;
/** A reader that eats more than this is ended before it takes the process along; what is young is soon gone. */
const LIMITS = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 24 };

export interface SlotOptions {
  readonly entry: URL;
  /** A text that takes longer is given up, and its thread with it. */
  readonly textMs: number;
  readonly settings: ReaderSettings;
  readonly quarantine: Quarantine;
}

/** What a thread left behind. */
export interface Death {
  readonly tasks: readonly Task[];
  /** The text it had in hand; null when it had none. */
  readonly blame: { readonly task: number; readonly index: number; readonly code: ReadFaultCode } | null;
  readonly fault: Error;
}

export interface SlotEvents {
  ready(): void;
  done(task: Task, message: Extract<FromThread, { kind: 'done' }>): void;
  died(death: Death): void;
}

/** One thread of the pool with the tasks that it was given. */
export interface Slot {
  readonly ready: boolean;
  /** Tasks given and not answered. */
  readonly load: number;
  give(task: Task): void;
  shun(shunned: readonly Shunned[]): void;
  end(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly progress: Progress;
  readonly tasks: Map<number, Task>;
  settings: ReaderSettings;
  ready: boolean;
  over: boolean;
}

function startThread({ entry, settings, quarantine }: SlotOptions): Thread {
  const progress = newProgress();
  const workerData: ThreadStart = { progress, settings, shunned: quarantine.list() };
  const worker = new Worker(entry, { workerData, resourceLimits: LIMITS });
  return {
    worker,
    settings,
    ready: false,
    over: false,
    progress: openProgress(progress),
    tasks: new Map(),
  };
}

/**
 * Starts a thread and watches it. Time is counted in ticks of our own clock: when the whole machine stood
 * still, one tick has passed and not an hour, and nobody is blamed.
 */
export function openSlot(options: SlotOptions, events: SlotEvents): Slot {
  const thread = startThread(options);
  const { worker, tasks } = thread;
  const bury = (code: ReadFaultCode, fault: Error) => {
    if (thread.over) return;
    thread.over = true;
    clearInterval(watch);
    const hand = thread.progress.look();
    const blame = hand !== null && tasks.has(hand.task) ? { ...hand, code } : null;
    void worker.terminate();
    events.died({ tasks: [...tasks.values()], blame, fault });
  };
  const watch = watchProgress(thread, options.textMs, () =>
    bury('reading_hung', new Error('a text was read without end')),
  );
  listen(thread, events, (fault) => bury('reading_crashed', fault));
  return {
    get ready() {
      return thread.ready && !thread.over;
    },
    get load() {
      return tasks.size;
    },
    give(task) {
      if (task.settings !== thread.settings) {
        thread.settings = task.settings;
        send(worker, { kind: 'configure', settings: task.settings });
      }
      tasks.set(task.id, task);
      send(worker, { kind: 'task', id: task.id, ask: task.ask, poison: task.poison });
    },
    shun: (shunned) => send(worker, { kind: 'shun', shunned }),
    async end() {
      thread.over = true;
      clearInterval(watch);
      await worker.terminate();
    },
  };
}

function send(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}

function listen(thread: Thread, events: SlotEvents, crashed: (fault: Error) => void): void {
  const { worker, tasks } = thread;
  worker.on('error', (error) => crashed(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => crashed(new Error('a reading thread ended by itself')));
  worker.on('message', (message: FromThread) => {
    if (thread.over) return;
    if (message.kind === 'refused') crashed(new AppError(message.code, message.message));
    else if (message.kind === 'ready') {
      thread.ready = true;
      events.ready();
    } else {
      const task = tasks.get(message.id);
      tasks.delete(message.id);
      if (task !== undefined) events.done(task, message);
    }
  });
}

/** Calls `hung` once a text has been in hand for `textMs`, or the thread was not ready in START_MS. */
function watchProgress(thread: Thread, textMs: number, hung: () => void): NodeJS.Timeout {
  const tick = Math.max(5, textMs / TICKS);
  let before: number | null = null;
  let ticks = 0;
  return setInterval(() => {
    // While it starts there is one beat only.
    const beat = thread.ready ? (thread.progress.look()?.beat ?? null) : -1;
    ticks = beat !== null && beat === before ? ticks + 1 : 0;
    before = beat;
    if (ticks * tick >= (thread.ready ? textMs : START_MS)) hung();
  }, tick);
}
