import type { Span } from '../series/trend-window.ts';
import type { TouchpointImpact } from '../service/kano.ts';
import type { Instant } from '../time.ts';

export { KANO_KINDS, type StarEffect, type TouchpointImpact } from '../service/kano.ts';

/** What touchpoints do to the stars of reviews. */
export interface KanoScreen {
  readonly watchId: number | null;
  readonly span: Span;
  /** Reviews with stars that were looked into: the newest of the span. */
  readonly reviews: number;
  /** Reviews of the same time that only copy another; they are not looked into. */
  readonly copies: number;
  /** So many are looked into at most: where it is reached there may be more. */
  readonly most: number;
  /** So many are needed. */
  readonly fewest: number;
  /** When the oldest of them was written; null where there are none. */
  readonly since: Instant | null;
  /** The mean of their stars; null where there are none. */
  readonly stars: number | null;
  /** Those that cost most stars first. */
  readonly touchpoints: readonly TouchpointImpact[];
}
