import type { HoldReason } from '../alert/alert.ts';
import type { QuietHours } from '../alert/quiet-hours.ts';
import type { FeedHealth, FeedPace, FeedRun } from '../feed/feed.ts';
import type { Outage } from '../feed/feed-incident.ts';
import type { Yield } from '../feed/feed-yield.ts';
import type { Access, Field, Params } from '../feed/source.ts';
import type { HeldCounts } from '../finding/held-counts.ts';
import type { Rule } from '../mention/watch.ts';
import type { ChannelFamily } from '../message/notifier.ts';
import type { Level } from '../risk/grade.ts';
import type { CronFault } from '../time/cron.ts';
import type { Instant } from '../time.ts';

export type { FeedPreview, PreviewPage } from '../feed/feed-preview.ts';
export type { WatchPreview } from '../mention/watch-preview.ts';

export interface FeedRow extends FeedPace {
  readonly id: number;
  /** Of its settings: handed back by whoever changes them. */
  readonly mark: string;
  readonly name: string;
  readonly source: string;
  readonly platform: string;
  /** Secrets are replaced by `•••`. */
  readonly params: Params;
  /** Seconds between two runs as they stand now: the adaptive interval moves. */
  readonly pace: number;
  readonly active: boolean;
  readonly createdAt: Instant;
  /** Whether its source can be asked for posts of a time gone by. */
  readonly backfill: boolean;
  /** Whether its source reads articles of a list, which can be read again. */
  readonly articles: boolean;
  readonly health: FeedHealth;
  /** Faults in a row. */
  readonly failures: number;
  /** Since when it is out of order for certain; null while it is not. */
  readonly downSince: Instant | null;
  readonly lastRun: FeedRun | null;
  readonly lastOkAt: Instant | null;
  readonly lastPostsAt: Instant | null;
  readonly nextAt: Instant | null;
  readonly stored24h: number;
  /** Its own history, and whether the last day falls short of it. */
  readonly usual: Yield;
  /** Posts stored on each of its last days, oldest first. */
  readonly days: readonly { readonly day: Instant; readonly stored: number }[];
  readonly lagP50: number | null;
  readonly lagP95: number | null;
  /** Of late it brought posts without a time of day. */
  readonly dateOnly: boolean;
}

/** A feed that is out of order for certain. */
export interface FeedDown {
  readonly feedId: number;
  readonly health: Outage;
  readonly openedAt: Instant;
}

/** When a cron expression rings next, or what is wrong with it. */
export interface RingsPreview {
  readonly fault: CronFault | null;
  readonly rings: readonly Instant[];
}

export interface WatchRow {
  readonly id: number;
  /** Handed back when it is written: on the sight of what. */
  readonly mark: string;
  readonly name: string;
  readonly rule: Rule;
  readonly people: readonly string[];
  readonly rivals: readonly string[];
  readonly sources: readonly string[];
  readonly active: boolean;
  readonly mentions24h: number;
  readonly level: Level | null;
  readonly riskIndex: number | null;
  /** Findings of the last look. */
  readonly held: HeldCounts;
}

/**
 * Why a device is no longer notified, though nobody switched it off: it gave up its subscription, or its user left with
 * it.
 */
export type DeviceEnd = 'gone' | 'left';

export interface ChannelRow {
  readonly id: number;
  /** Handed back when it is written: on the sight of what. */
  readonly mark: string;
  readonly kind: string;
  readonly name: string;
  /** Secrets are replaced by `•••`. */
  readonly settings: Params;
  readonly minLevel: Level;
  readonly active: boolean;
  /** Why a device is switched off of itself; null: it is not. */
  readonly ended: DeviceEnd | null;
  /** When blue and yellow alerts wait; null: never. */
  readonly quiet: QuietHours | null;
  /** The most messages in an hour. */
  readonly perHour: number;
  /** Messages that are held now, to be sent later, by what holds them. */
  readonly held: readonly { readonly reason: HoldReason; readonly count: number }[];
  readonly lastDelivery: {
    readonly at: Instant;
    readonly status: string;
    readonly reason: string | null;
  } | null;
  /** `fault`: why it did not arrive; null: it did. */
  readonly lastTest: { readonly at: Instant; readonly fault: string | null } | null;
}

/** What a page needs to know about a source to draw its form and say where it stands. */
export interface SourceInfo {
  readonly name: string;
  readonly platform: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly kind: string;
  readonly params: readonly Field[];
  readonly every: number;
  readonly access: Access;
  /** Whether it can be asked for posts of a time gone by. */
  readonly backfill: boolean;
}

export interface ChannelKind {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly family: ChannelFamily;
  readonly settings: readonly Field[];
  /** false: nobody can enter it, a device makes it of itself. */
  readonly byHand: boolean;
  /** false: it hands data to a program, which has no words to choose. */
  readonly templated: boolean;
}

/** An entry or row that was not stored, and why. */
export interface RefusalRow {
  readonly id: number;
  readonly at: number;
  readonly origin: string;
  readonly position: number;
  readonly reason: string;
  readonly excerpt: string;
}
