import type { DeliveryTimes } from '../alert/delivery-times.ts';
import type { Blindness } from '../feed/blindness.ts';
import type { JobKind } from '../job/job.ts';
import type { LiveWorker } from '../job/live.ts';
import type { TroubleDetails, TroubleKind, Vitals } from '../operation/operational-trouble.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';

type OfKind<K extends TroubleKind> = {
  readonly id: number;
  readonly kind: K;
  readonly detail: TroubleDetails[K];
  readonly openedAt: Instant;
  /** Null: it goes on. */
  readonly closedAt: Instant | null;
};
/** Something about the installation itself that is, or was, out of order. */
export type TroubleRow = { [K in TroubleKind]: OfKind<K> }[TroubleKind];

/** Whether the installation itself is well. */
export interface SystemScreen {
  readonly now: Instant;
  readonly version: string;
  readonly database: { readonly engine: 'sqlite' | 'postgres'; readonly bytes: number };
  readonly workers: readonly (LiveWorker & { readonly seenAt: Instant })[];
  readonly queue: readonly { readonly kind: JobKind; readonly waiting: number; readonly oldestMs: number }[];
  readonly deadJobs: number;
  /** What the health check saw last; null: it has not looked yet. */
  readonly look: {
    readonly at: Instant;
    readonly disk: Vitals['disk'];
    readonly clocks: Vitals['clocks'];
  } | null;
  /** Open ones first, then those of the last week, newest first. */
  readonly troubles: readonly TroubleRow[];
  readonly feeds: { readonly active: number; readonly down: number };
  /** Why nothing can be seen, however well the installation itself is. */
  readonly blind: Blindness | null;
  /** Over the last week. */
  readonly times: DeliveryTimes;
  readonly detectedAt: Instant | null;
  /** Null: no outside monitor is set up. */
  readonly heartbeat: {
    readonly at: Instant;
    readonly takenAt: Instant | null;
    /** A named lack, or what the far side had against it; null: it took the last one. */
    readonly fault: string | null;
  } | null;
}

/** A message through a channel, as it fared. */
export interface ChannelLogRow {
  /** Differs from that of every other row. */
  readonly key: string;
  readonly at: Instant;
  readonly about:
    | { readonly kind: 'alert'; readonly alertId: number; readonly watchName: string; readonly level: Level }
    /** In the words of the message. */
    | { readonly kind: 'notice'; readonly subject: string };
  readonly status: 'waiting' | 'sent' | 'failed' | 'held';
  readonly attempts: number;
  readonly sentAt: Instant | null;
  /** When it is tried next, while it waits. */
  readonly nextAt: Instant | null;
  /** Why it was not sent. */
  readonly reason: string | null;
  /** What the service said when it took it. */
  readonly answer: string | null;
}

export interface ChannelLogPage {
  readonly rows: readonly ChannelLogRow[];
  /** Asks for the rows before these; null: there are none. */
  readonly next: string | null;
}
