import type { JobKind } from '../job/job.ts';
import type { JobGroup } from '../job/job-groups.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { PruningHold } from './pruning-hold.ts';

/** What can be wrong with the installation itself, sources apart: those have incidents of their own. */
export interface TroubleDetails {
  readonly 'queue-behind': { readonly kind: JobKind; readonly waiting: number; readonly oldestMs: number };
  readonly 'disk-low': { readonly freeBytes: number; readonly totalBytes: number };
  readonly 'clock-wrong': { readonly against: ClockSource; readonly offsetMs: number };
  readonly 'channel-failing': {
    readonly channelId: number;
    readonly name: string;
    readonly why: 'refused' | 'stuck';
    /** Messages that wait for it. */
    readonly waiting: number;
    /** What the service or the network said last. */
    readonly reason: string | null;
  };
  readonly 'no-worker': { readonly group: JobGroup };
  readonly 'alert-unheard': UnheardAlert;
  readonly 'pruning-held': {
    /** Milliseconds since old content was last forgotten, by our clock. */
    readonly awayMs: number;
    /** Others say that our clock is ahead. */
    readonly clockOff: boolean;
  };
}

/** A grave alert of which no message arrived. */
export interface UnheardAlert {
  readonly alertId: number;
  readonly watchName: string;
  readonly level: Level;
  /** Through how many it was tried. */
  readonly channels: number;
  /** Why the last one failed. */
  readonly reason: string | null;
}
export type TroubleKind = keyof TroubleDetails;

/** Found by one look. */
export interface Trouble<K extends TroubleKind = TroubleKind> {
  readonly kind: K;
  /** What it is about: at most one of a kind and subject is open. */
  readonly subject: string;
  readonly detail: TroubleDetails[K];
}

/** Whose clock ours was held against. */
export type ClockSource = 'database' | 'web';

/** How the installation is, as one look finds it. What could not be found out is absent or null. */
export interface Vitals {
  readonly at: Instant;
  /** Due jobs that nobody has begun, by kind. */
  readonly queue: readonly {
    readonly kind: JobKind;
    readonly waiting: number;
    /** Milliseconds since the oldest of them was due. */
    readonly oldestMs: number;
  }[];
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly clocks: readonly ClockReading[];
  readonly channels: readonly ChannelVitals[];
  readonly unheard: readonly UnheardAlert[];
  /** Kinds that some living worker does; null: workers have not been listened to for long enough. */
  readonly done: readonly JobKind[] | null;
  /** Why what is old is not forgotten for now; null: it is. */
  readonly pruning: PruningHold | null;
}

export interface ClockReading {
  readonly against: ClockSource;
  /** Milliseconds that ours is ahead, less what the way of the answer may have taken. */
  readonly offsetMs: number;
}

/** An active channel and how its messages fared. */
export interface ChannelVitals {
  readonly id: number;
  readonly name: string;
  /** How its last messages ended, newest first: of those that were sent or failed since a test last arrived. */
  readonly lastEnds: readonly { readonly status: 'sent' | 'failed'; readonly reason: string | null }[];
  readonly waiting: number;
  /** When the oldest of those that wait was written; null: none waits. */
  readonly waitingSince: Instant | null;
  /** When a message or a test last arrived; null: never. */
  readonly arrivedAt: Instant | null;
  /** Why the oldest of those that wait has not arrived. */
  readonly waitingReason: string | null;
}

/** What a message says of a trouble. */
export interface TroubleWords {
  /** `磁盘快满了` */
  readonly title: string;
  /** `数据盘只剩 0.8 GB（4.1%）` */
  readonly what: string;
  /** What a person can do about it, a whole sentence. */
  readonly next: string;
}

/** One kind of trouble, one file in `core/operation/troubles`. Pure. */
export interface TroubleCheck<K extends TroubleKind = TroubleKind> {
  readonly kind: K;
  /**
   * What is wrong now; null when it could not be looked at: then what is open stays open. `isOpen`: a trouble that is
   * open is over only when things are clearly better, so that it does not flap.
   */
  find(vitals: Vitals, isOpen: (subject: string) => boolean): readonly Trouble<K>[] | null;
  words(detail: TroubleDetails[K]): TroubleWords;
}
