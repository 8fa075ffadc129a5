import { AppError } from '../../core/errors.ts';
import { countLoss, type Losses, NO_LOSSES } from '../../core/operation/losses.ts';
import type { ReaderSettings } from '../../core/reading/reading-pool.ts';
import { type Admission, createAdmission } from './admission.ts';
import type { Answer, Ask, FromThread } from './messages.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { type Death, openSlot, type Slot } from './slot.ts';
import type { Task } from './task.ts';

/**
 * A thread is lost by a fault of ours, and its place costs a second or two of a processor: a few such losses at most,
 * as long as they come within a day of each other.
 */
const MAX_LOSSES = 6;
export interface DispatchOptions {
  readonly threads: number;
  readonly textMs: number;
  /**
   * Tasks that a thread has in hand or ready: with two it never waits for a caller that is free. With more it reads
   * on while a transaction of hundreds of posts holds the caller up, and takes a processor from whoever else works.
   */
  readonly depth: number;
  readonly entry: URL;
  /** Told of every thread that was lost and why, and how many count by now. */
  readonly onLoss: (fault: Error, losses: number) => void;
  /** Told once, when so many were lost that nothing is read any more. */
  readonly onGiveUp: (why: AppError) => void;
  /** Milliseconds, of a clock that nobody sets. */
  readonly now: () => number;
}

/** The state of a pool. Its functions are below and in pool.ts; nothing else touches it. */
export interface Dispatch {
  readonly options: DispatchOptions;
  readonly slots: Set<Slot>;
  readonly queue: Task[];
  /** Everything asked and not answered. */
  readonly open: Set<PromiseWithResolvers<Answer>>;
  readonly quarantine: Quarantine;
  readonly admission: Admission;
  /** Settles with the first thread. */
  readonly started: PromiseWithResolvers<void>;
  settings: ReaderSettings;
  losses: Losses;
  nextId: number;
  anyReady: boolean;
  /** Why nothing more is read. */
  over: AppError | null;
}

export function createDispatch(options: DispatchOptions, settings: ReaderSettings): Dispatch {
  const started = Promise.withResolvers<void>();
  // Not everybody waits for the start; whoever asks is told again.
  started.promise.catch(() => {});
  return {
    options,
    settings,
    started,
    slots: new Set(),
    queue: [],
    open: new Set(),
    quarantine: createQuarantine(),
    admission: createAdmission(options.threads * options.depth * 2),
    losses: NO_LOSSES,
    nextId: 0,
    anyReady: false,
    over: null,
  };
}

/** Has one task done, sooner or later, by some thread. Waits outside while too much is in hand. */
export async function submit(pool: Dispatch, ask: Ask, settings: ReaderSettings): Promise<Answer> {
  await pool.admission.enter();
  const answer = Promise.withResolvers<Answer>();
  try {
    if (pool.over !== null) throw pool.over;
    pool.open.add(answer);
    pool.queue.push({ id: pool.nextId++, ask, settings, poison: [], deaths: 0, answer });
    handOut(pool);
    return await answer.promise;
  } finally {
    pool.open.delete(answer);
    pool.admission.leave();
  }
}

/** Gives what waits to the least busy thread first, and starts threads while there is work for more. */
function handOut(pool: Dispatch): void {
  const { threads, depth: deep } = pool.options;
  for (;;) {
    const [idlest] = [...pool.slots].filter((slot) => slot.ready).sort((a, b) => a.load - b.load);
    // While another thread may be started, a task waits for that one rather than behind another.
    const depth = pool.slots.size < threads ? 1 : deep;
    if (idlest === undefined || idlest.load >= depth) break;
    const task = pool.queue.shift();
    if (task === undefined) return;
    idlest.give(task);
  }
  const starting = [...pool.slots].filter((slot) => !slot.ready).length;
  const wanted = Math.min(pool.queue.length - starting, threads - pool.slots.size);
  for (let n = 0; n < wanted; n++) openThread(pool);
}

export function openThread(pool: Dispatch): void {
  const { entry, textMs } = pool.options;
  const slot: Slot = openSlot(
    { entry, textMs, settings: pool.settings, quarantine: pool.quarantine },
    {
      ready() {
        pool.anyReady = true;
        pool.started.resolve();
        handOut(pool);
      },
      done: (task, message) => settle(pool, task, message),
      died(death) {
        pool.slots.delete(slot);
        mourn(pool, death);
      },
    },
  );
  pool.slots.add(slot);
}

function settle(pool: Dispatch, task: Task, message: Extract<FromThread, { kind: 'done' }>): void {
  task.answer.resolve(message.answer);
  if (message.shunned.length > 0) {
    pool.quarantine.add(message.shunned);
    for (const slot of pool.slots) slot.shun(message.shunned);
  }
  handOut(pool);
}

/** What a lost thread had goes back to the head of the queue, without the text that it was lost over. */
function mourn(pool: Dispatch, { tasks, blame, fault }: Death): void {
  pool.losses = countLoss(pool.losses, pool.options.now());
  pool.options.onLoss(fault, pool.losses.count);
  const why = reasonToGiveUp(pool, fault);
  const again = tasks.map((task, place) => {
    if (blame?.task === task.id) return { ...task, poison: [...task.poison, blame] };
    return blame === null && place === 0 ? { ...task, deaths: task.deaths + 1 } : task;
  });
  pool.queue.unshift(...again);
  if (why !== null) giveUp(pool, why);
  else if (again.every((task) => task.deaths < 2)) handOut(pool);
  else giveUp(pool, new AppError('internal', `reading threads cannot do a task: ${fault.message}`));
}

function reasonToGiveUp(pool: Dispatch, fault: Error): AppError | null {
  if (fault instanceof AppError) return fault;
  if (!pool.anyReady) return new AppError('internal', `no reading thread could start: ${fault.message}`);
  const { count } = pool.losses;
  if (count <= MAX_LOSSES) return null;
  return new AppError('internal', `${count} reading threads were lost: ${fault.message}`);
}

/** Turns away whoever waits and whoever comes. */
export function giveUp(pool: Dispatch, why: AppError, closing = false): void {
  if (pool.over !== null) return;
  pool.over = why;
  pool.started.reject(why);
  pool.admission.fail(why);
  pool.queue.length = 0;
  for (const answer of pool.open) answer.reject(why);
  if (closing) return;
  for (const slot of pool.slots) void slot.end();
  pool.options.onGiveUp(why);
}
