import type { Blindness } from '../feed/blindness.ts';
import type { FeedHealth } from '../feed/feed.ts';
import type { HeldCounts } from '../finding/held-counts.ts';
import type { Level, Risk } from '../risk/grade.ts';
import type { RangedStory } from '../story/story-mark.ts';
import type { Instant } from '../time.ts';
import type { AlertRow } from './alert.ts';
import type { MentionRow, SharePoint, VolumePoint } from './mentions.ts';
import type { TroubleRow } from './system.ts';

export type * from '../situation/replay-screen.ts';
export type { StoryMark } from '../story/story-mark.ts';
export type * from './alert.ts';
export type * from './labels.ts';
export type * from './mentions.ts';
export type * from './risk.ts';
export type * from './settings.ts';
export type * from './silences.ts';
export type * from './stories.ts';

export interface Overview {
  readonly now: Instant;
  readonly from: Instant;
  readonly to: Instant;
  readonly unit: 'hour' | 'day';
  readonly watchId: number | null;
  readonly watches: readonly { readonly id: number; readonly name: string; readonly level: Level | null }[];
  /** Open alerts, gravest first. Empty: all is quiet. */
  readonly alerts: readonly AlertRow[];
  /** Where the gravest alert was first seen in its examples. */
  readonly origin: { readonly platform: string; readonly at: Instant } | null;
  readonly volume: readonly VolumePoint[];
  readonly marks: readonly { readonly at: Instant; readonly level: Level; readonly alertId: number }[];
  readonly share: {
    readonly negative: number;
    readonly total: number;
    readonly originals: number;
    readonly p: number | null;
    readonly lo: number;
    readonly hi: number;
    /** The same length of time before. */
    readonly before: { readonly p: number | null; readonly n: number };
    readonly points: readonly SharePoint[];
  };
  /** Posts of today without a time of day: they stand at midnight, outside of the windows of the last hours. */
  readonly dateOnly: number;
  /** Findings of the last look at these watches. */
  readonly held: HeldCounts;
  readonly risk: readonly {
    readonly watchId: number;
    readonly name: string;
    readonly risk: Risk;
    readonly at: Instant;
  }[];
  /** What else it is about: originals with most copies and engagement that are in none of the `stories`. */
  readonly topics: readonly MentionRow[];
  /** The stories that most is said in within the range, complaints before others. */
  readonly stories: readonly RangedStory[];
  /** Facets with growth against the same length of time before, largest first. */
  readonly facets: readonly {
    readonly facet: string;
    readonly count: number;
    readonly negative: number;
    readonly before: number;
  }[];
  readonly platforms: readonly {
    readonly platform: string;
    readonly count: number;
    readonly negative: number;
  }[];
  readonly trust: {
    /** Milliseconds, published → stored, of the last 24 h; null without data. */
    readonly lagP50: number | null;
    readonly lagP95: number | null;
    readonly alive: number;
    readonly total: number;
    readonly troubled: readonly {
      readonly id: number;
      readonly name: string;
      readonly health: FeedHealth;
      readonly detail: string;
    }[];
    readonly lastCheckAt: Instant | null;
    /** What keeps alerts from being found or sent right now. */
    readonly troubles: readonly TroubleRow[];
    /** Why no alert says nothing at all; null where something can be seen. */
    readonly blind: Blindness | null;
  };
  /** What of the installation is set up. */
  readonly setup: {
    readonly watches: boolean;
    readonly feeds: boolean;
    readonly channels: boolean;
    /** Somebody is on call. */
    readonly duty: boolean;
    /** A test message arrived through a channel that is in use. */
    readonly tested: boolean;
  };
  readonly stream: readonly MentionRow[];
}
