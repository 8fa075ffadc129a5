import type { Instant } from '../time.ts';

/** What an unsaved rule would have matched lately. */
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
