import type { Level } from './alert.ts';
import type { FeedHealth, FeedRun } from './feed.ts';
import type { Precision } from './post.ts';
import type { Params } from './source.ts';
import type { Instant } from './time.ts';
import type { Rule } from './watch.ts';

export interface FeedRow {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly platform: string;
  readonly params: Params;
  readonly every: number;
  readonly active: boolean;
  readonly health: FeedHealth;
  readonly lastRun: FeedRun | null;
  readonly lastOkAt: Instant | null;
  readonly lastPostsAt: Instant | null;
  readonly nextAt: Instant | null;
  readonly stored24h: number;
  readonly lagP50: number | null;
  readonly lagP95: number | null;
}

export interface WatchPreview {
  readonly faults: readonly {
    readonly code: string;
    readonly zh: string;
    readonly en: string;
    readonly term: string | null;
  }[];
  /** Posts of the last 7 days that the rule would match. */
  readonly matched: number;
  readonly scanned: number;
  readonly perDay: readonly { readonly day: Instant; readonly count: number }[];
  readonly samples: readonly {
    readonly postId: number;
    readonly platform: string;
    readonly at: Instant;
    readonly title: string | null;
    readonly text: string;
    readonly terms: readonly string[];
  }[];
}

export interface WatchRow {
  readonly id: number;
  readonly name: string;
  readonly rule: Rule;
  readonly people: readonly string[];
  readonly rivals: readonly string[];
  readonly sources: readonly string[];
  readonly active: boolean;
  readonly mentions24h: number;
  readonly level: Level | null;
  readonly riskIndex: number | null;
}

export interface FeedPreview {
  readonly outcome: 'posts' | 'quiet' | 'wall' | 'failed';
  readonly detail: string;
  readonly wall: string | null;
  readonly posts: readonly {
    readonly title: string | null;
    readonly text: string;
    readonly url: string | null;
    readonly at: Instant | null;
    readonly precision: Precision;
  }[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
  readonly bytes: number;
}

export interface ChannelRow {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  /** Secrets are replaced by `•••`. */
  readonly settings: Params;
  readonly minLevel: Level;
  readonly active: boolean;
  readonly lastDelivery: {
    readonly at: Instant;
    readonly status: string;
    readonly reason: string | null;
  } | null;
}
