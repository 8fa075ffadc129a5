import type { AlertChangeKind } from '../alert/alert.ts';
import type { RunOutcome } from '../feed/feed.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { JobKind } from './job.ts';

/** Who works, as it says of itself. */
export interface LiveWorker {
  /** Differs from that of every other worker, also of the same machine. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly since: Instant;
  readonly jobs: readonly JobKind[];
}

/** What the page hears while it is open (server-sent events), and what roles send each other. */
export type LiveEvent =
  | {
      readonly kind: 'mentions';
      readonly at: Instant;
      readonly added: number;
      readonly watchIds: readonly number[];
    }
  | {
      readonly kind: 'alert';
      readonly at: Instant;
      readonly alertId: number;
      readonly watchId: number;
      readonly level: Level;
      readonly change: AlertChangeKind;
    }
  | { readonly kind: 'feed'; readonly at: Instant; readonly feedId: number; readonly outcome: RunOutcome }
  | { readonly kind: 'delivery'; readonly at: Instant; readonly deliveryId: number; readonly status: string }
  | { readonly kind: 'job'; readonly at: Instant; readonly jobId: string; readonly status: 'done' | 'dead' }
  | {
      readonly kind: 'settings';
      readonly at: Instant;
      readonly what:
        | 'watches'
        | 'feeds'
        | 'channels'
        | 'silences'
        | 'fixes'
        | 'standards'
        | 'surveys'
        | 'reviews'
        | 'drills';
    }
  /** Stories have got posts or changed hands. */
  | { readonly kind: 'stories'; readonly at: Instant }
  /** Labels, or what was learned from them, have changed. */
  | { readonly kind: 'labels'; readonly at: Instant }
  | {
      readonly kind: 'alive';
      readonly at: Instant;
      readonly role: 'worker';
      readonly worker?: LiveWorker;
      /** What it last had to write down found no room. */
      readonly isFull?: boolean;
    }
  /** What follows is between workers. Watches are about to be looked at; null: all of them. */
  | { readonly kind: 'looking'; readonly at: Instant; readonly watchIds: readonly number[] | null }
  /** New posts are about to be given their stories. */
  | { readonly kind: 'grouping'; readonly at: Instant }
  /** A watch has got mentions of the past: what was read of them before is no longer so. */
  | { readonly kind: 'rematched'; readonly at: Instant; readonly watchId: number }
  /** Another overlay is in use: whoever reads texts takes it. */
  | { readonly kind: 'readers'; readonly at: Instant }
  /**
   * News may have been missed: whatever is known by news alone is looked up again. Said where it was noticed, or to
   * all.
   */
  | { readonly kind: 'resync'; readonly at: Instant }
  /** A job was added: whoever works takes it now. Roles only; never sent to the page. */
  | { readonly kind: 'wake'; readonly at: Instant };

/** Live updates between roles: thread messages here, LISTEN/NOTIFY on PostgreSQL. */
export interface Bus {
  publish(event: LiveEvent): void;
  /** Returns how to stop listening. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
}
