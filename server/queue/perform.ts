import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { writeFault } from '../core/fault-note.ts';
import type { Job, JobHandlers, JobKind } from '../core/job/job.ts';
import { pauseAfter, triesOf } from '../core/job/job-kinds.ts';
import { SECOND } from '../core/time.ts';
import { isBusy } from '../db/engine/busy.ts';
import { asDiskFull } from '../db/engine/full.ts';
import { asReachable, isUnreachable } from '../db/engine/unreachable.ts';
import type { JobStore } from './store.ts';

/** Between two tries to write how a job ended. */
const FIRST_PAUSE = SECOND / 4;
const MAX_PAUSE_MS = 5 * SECOND;

export interface CrewDeps {
  readonly store: JobStore;
  readonly handlers: JobHandlers;
  /** How many of a kind run side by side: 1 unless said, 0 for none at all. */
  readonly concurrency: Readonly<Partial<Record<JobKind, number>>>;
  readonly log: { warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly onEnd: (jobId: string, status: 'done' | 'dead') => void;
}

/** A job in hand. */
export interface Hold {
  readonly job: Job;
  readonly signal: AbortSignal;
  /** Its end is about to be recorded. False when it was given back before that: it is somebody else's by now. */
  settle(): boolean;
}

/**
 * Runs one taken job and records what it came to; while the database is away that is tried until it is recorded, the
 * hold is lost, or the signal says that nobody waits any longer. Throws when it could not be written.
 */
export async function perform(deps: CrewDeps, { job, signal, settle }: Hold): Promise<void> {
  const { store, onEnd } = deps;
  const outcome = await attempt(deps.handlers, job, signal);
  if (!settle()) return;
  try {
    if ('fault' in outcome) throw outcome.fault;
    const end = { status: 'done', result: outcome.result } as const;
    if (await onceThere(() => store.end(job, end), signal)) onEnd(job.id, 'done');
  } catch (fault) {
    if (!('fault' in outcome) && isAway(fault)) throw fault;
    await recordFault(deps, job, signal, fault);
  }
}

type Outcome = { readonly result: unknown } | { readonly fault: unknown };

function attempt(handlers: JobHandlers, job: Job, signal: AbortSignal): Promise<Outcome> {
  return run(handlers, job, signal).then(
    (result) => ({ result }),
    (fault: unknown) => ({ fault }),
  );
}

async function recordFault(deps: CrewDeps, job: Job, signal: AbortSignal, error: unknown): Promise<void> {
  const { store, log } = deps;
  const { id, kind, attempts } = job;
  const fault = writeFault(asDiskFull(asReachable(error)));
  if (signal.aborted) return store.release(job, { pauseMs: 0, uncounted: true });
  if (!isMistake(error) && attempts < triesOf(kind)) {
    log.warn({ err: error, job: id, kind, attempts }, 'a job failed and waits');
    return onceThere(() => store.release(job, { pauseMs: pauseAfter(attempts), fault }), signal);
  }
  log.error({ err: error, job: id, kind }, 'a job is dead');
  if (await onceThere(() => store.end(job, { status: 'dead', fault }), signal)) deps.onEnd(id, 'dead');
}

const isAway = (fault: unknown) => isUnreachable(fault) || isBusy(fault);

/**
 * Writes as soon as the database is there. Whoever lost the hold meanwhile changes nothing by that: the store sees to
 * it.
 */
async function onceThere<Answer>(write: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (fault) {
      if (!isAway(fault) || signal.aborted) throw fault;
      await sleep(Math.min(FIRST_PAUSE * 2 ** tries, MAX_PAUSE_MS), undefined, { signal }).catch(() => {
        throw fault;
      });
    }
  }
}

/** What somebody else has in hand, and what ails the installation: neither is a mistake in what was asked. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'busy',
  'transaction_hung',
  'internal',
  'no_database',
  'disk_full',
  'bad_config',
] as const);

/** A caller's mistake stays one however often it is tried. */
function isMistake(error: unknown): boolean {
  return error instanceof AppError && !PASSING.has(error.code);
}

/** `kind` names the handler that takes this payload: the store keeps both together. */
async function run<K extends JobKind>(handlers: JobHandlers, job: Job<K>, signal: AbortSignal) {
  return handlers[job.kind](job, signal);
}
