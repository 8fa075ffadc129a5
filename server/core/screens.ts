import type { Alert, AlertChangeKind, Level, Risk } from './alert.ts';
import type { Analysis, SentimentLabel } from './analysis.ts';
import type { FeedHealth, FeedRun } from './feed.ts';
import type { Playbook } from './playbook.ts';
import type { Metrics, Precision, Voice } from './post.ts';
import type { Params } from './source.ts';
import type { Instant } from './time.ts';
import type { Rule } from './watch.ts';

/** A mention as a list shows it. `text` is at most 400 characters; spans are of that text. */
export interface MentionRow {
  readonly postId: number;
  readonly watchId: number;
  readonly watchName: string;
  readonly platform: string;
  readonly source: string;
  readonly voice: Voice;
  readonly title: string | null;
  readonly text: string;
  readonly truncated: boolean;
  readonly url: string | null;
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly metrics: Metrics;
  readonly rating: number | null;
  readonly region: string | null;
  readonly copyOf: number | null;
  readonly copies: number;
  readonly sentiment: SentimentLabel;
  /** Probability of that label. */
  readonly confidence: number;
  readonly score: number;
  /** `sev.*`, `touch.*`, `servqual.*`, `intent.*` names, strongest first. */
  readonly facts: readonly string[];
  readonly terms: readonly string[];
  readonly evidence: readonly { readonly start: number; readonly end: number; readonly weight: number }[];
}

export interface MentionPage {
  readonly rows: readonly MentionRow[];
  /** Pass it back as `cursor`; null at the end. */
  readonly next: string | null;
  /** Matches in the range, exact up to 10,000; null when more. */
  readonly total: number | null;
}

export interface MentionDetail {
  readonly row: MentionRow;
  readonly fullText: string;
  readonly analysis: Analysis;
  readonly reader: string;
  readonly copiesList: readonly {
    readonly postId: number;
    readonly platform: string;
    readonly at: Instant;
    readonly url: string | null;
  }[];
}

export interface VolumePoint {
  readonly at: Instant;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly copies: number;
  /** Usual value and its 95 % band; null while no baseline exists. */
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface SharePoint {
  readonly at: Instant;
  /** Negative share with its Wilson interval; null where nothing was said. */
  readonly p: number | null;
  readonly lo: number;
  readonly hi: number;
  readonly n: number;
}

export interface AlertRow {
  readonly id: number;
  readonly watchId: number;
  readonly watchName: string;
  readonly level: Level;
  readonly status: Alert['status'];
  readonly risk: number;
  readonly sentence: string;
  readonly observed: number;
  readonly expected: number | null;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly playbook: { readonly id: string; readonly name: string } | null;
  /** The first step not done, and when it is due. */
  readonly nextStep: {
    readonly no: number;
    readonly action: string;
    readonly role: string;
    readonly dueAt: Instant;
  } | null;
  /** Mentions per hour over the last 24 h, for a sparkline. */
  readonly spark: readonly number[];
}

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
  readonly risk: readonly {
    readonly watchId: number;
    readonly name: string;
    readonly risk: Risk;
    readonly at: Instant;
  }[];
  /** What it is about: originals with most copies and engagement. */
  readonly topics: readonly MentionRow[];
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
  };
  readonly stream: readonly MentionRow[];
}

export interface AlertScreen {
  readonly row: AlertRow;
  readonly alert: Alert;
  readonly unusual: string;
  readonly spread: string;
  /** Share of copies in the last six hours, 0..1. */
  readonly copyShare: number | null;
  readonly examples: readonly MentionRow[];
  readonly volume: readonly VolumePoint[];
  readonly playbooks: readonly { readonly playbook: Playbook; readonly because: readonly string[] }[];
  readonly steps: readonly {
    readonly playbook: string;
    readonly no: number;
    readonly dueAt: Instant;
    readonly doneAt: Instant | null;
    readonly doneBy: string | null;
    readonly note: string | null;
  }[];
  readonly templates: readonly {
    readonly template: string;
    readonly values: Readonly<Record<string, string>>;
    readonly updatedAt: Instant;
    readonly updatedBy: string;
  }[];
  readonly history: readonly {
    readonly at: Instant;
    readonly kind: AlertChangeKind;
    readonly from: Level | null;
    readonly to: Level;
    readonly actor: string;
    readonly note: string | null;
    readonly risk: number | null;
  }[];
  readonly deliveries: readonly {
    readonly id: number;
    readonly channel: string;
    readonly status: string;
    readonly reason: string | null;
    readonly attempts: number;
    readonly createdAt: Instant;
    readonly sentAt: Instant | null;
    readonly nextAt: Instant;
  }[];
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
