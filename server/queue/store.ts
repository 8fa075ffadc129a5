import type { Job, JobKind, JobPayloads, Queue } from '../core/job/job.ts';

export interface NewJob<K extends JobKind = JobKind> {
  readonly kind: K;
  readonly payload: JobPayloads[K];
  readonly key: string | null;
  /** Not before this many milliseconds from now. */
  readonly waitMs: number;
}

/** How a job ended; `fault` as `writeFault` notes it. */
export type JobEnd =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'dead'; readonly fault: string | null };

export interface Release {
  readonly pauseMs: number;
  readonly fault?: string;
  /** It was stopped rather than failed: the try does not count. */
  readonly uncounted?: boolean;
}

/**
 * What a queue keeps its jobs in: tables of the installation's own on SQLite, pg-boss on PostgreSQL. The rest
 * of a queue is the same on both. Whoever holds a job holds it for a lease; a hold that was lost changes
 * nothing any more.
 */
export interface JobStore {
  /** Returns the id of the one that waits or runs under the same key, if there is one. */
  add(job: NewJob): Promise<string>;
  /** null while it waits or runs; a job that is gone is dead without a reason. */
  look(kind: JobKind, id: string): Promise<JobEnd | null>;
  /** As `Queue.stateOf`. */
  stateOf(kind: JobKind, key: string): ReturnType<Queue['stateOf']>;
  /** Takes a job back that has not begun. */
  drop(kind: JobKind, id: string): Promise<void>;
  /** Takes the most pressing due job of these kinds, in their order, for the length of a lease. */
  claim(kinds: readonly JobKind[]): Promise<Job | null>;
  /** False when the hold was lost. */
  end(job: Job, end: JobEnd): Promise<boolean>;
  release(job: Job, release: Release): Promise<void>;
  /**
   * Renews the holds, gives back those whose holder is gone, forgets what is old. `first`: this worker has just
   * begun. Returns the ids now dead, as far as they are known.
   */
  care(held: readonly Job[], first: boolean): Promise<readonly string[]>;
  replay(ids: readonly string[]): Promise<number>;
  discard(ids: readonly string[]): Promise<number>;
}
