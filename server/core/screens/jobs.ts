import type { ErrorCode } from '../errors.ts';
import type { JobKind } from '../job/job.ts';
import type { Instant } from '../time.ts';

/** A job that was tried as often as it may be, and waits for a person. */
export interface DeadJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly diedAt: Instant;
  readonly tries: number;
  readonly why: ErrorCode | 'worker_ended';
  /** What the program said, for those who keep it running. */
  readonly message: string;
  /** The name of the feed, watch or file that it was about. */
  readonly about: string | null;
}

export interface DeadJobsScreen {
  /** The newest of them. */
  readonly jobs: readonly DeadJob[];
  readonly total: number;
}

/** What came of trying some again or letting them go. */
export interface DeadJobsAnswer {
  /** How many wait again, or are gone. */
  readonly changed: number;
  readonly screen: DeadJobsScreen;
}
