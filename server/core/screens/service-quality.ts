import type { Servqual, Touchpoint } from '../reading/analysis.ts';
import type { OneSided } from '../series/one-sided.ts';
import type { Span } from '../series/trend-window.ts';
import type { Fix } from '../service/fix.ts';
import type { FixProof } from '../service/fix-proof.ts';
import type { GapRow } from '../service/gap.ts';
import type { Growth } from '../statistics/growth-interval.ts';
import type { Share } from '../statistics/share.ts';
import type { Instant } from '../time.ts';

export type { OneSided } from '../series/one-sided.ts';
export type { Fix, FixInput } from '../service/fix.ts';
export type { FixProof } from '../service/fix-proof.ts';
export { FIX_VERDICTS } from '../service/fix-verdict.ts';
export type { GapRow } from '../service/gap.ts';

/** What went wrong with a touchpoint in one dimension of service quality. */
export interface DimensionCount {
  readonly dimension: Servqual;
  /** Name of the fact, as the list of mentions filters by it: `pair.reliability.delivery`. */
  readonly facet: string;
  readonly complaints: number;
  /** In the span before; null where nothing is known of then. */
  readonly before: number | null;
}

export interface TouchpointRow {
  readonly touchpoint: Touchpoint;
  /** Negative mentions that name it; here and below originals only. */
  readonly complaints: number;
  /** Copies of complaints, which are not among them. */
  readonly copies: number;
  /** Of all counted mentions. */
  readonly share: Share;
  readonly before: number | null;
  /** Of the platforms heard in both spans; null where there is no past to compare with. */
  readonly growth: Growth | null;
  /** The five of SERVQUAL, in their order. A complaint may break none or several. */
  readonly dimensions: readonly DimensionCount[];
}

export interface FixRow extends Fix {
  readonly watchName: string;
  readonly proof: FixProof;
  /** When it was counted, where it is not counted again. */
  readonly keptAt: Instant | null;
}

/** The page of service expectations: which touchpoint breaks which expectation, and what came of fixes. */
export interface ServiceScreen {
  readonly now: Instant;
  readonly watchId: number | null;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  readonly span: Span;
  /** The same length before; null where nothing is known of then. */
  readonly before: Span | null;
  /** Counted mentions in the span and before it, originals only. */
  readonly mentions: number;
  /** Copies in the span, which are not among them. */
  readonly copies: number;
  readonly mentionsBefore: number | null;
  /** Platforms not heard throughout both spans: counts have them, growth has not. */
  readonly oneSided: readonly OneSided[];
  /** Those complained of in either span, most complaints first. */
  readonly touchpoints: readonly TouchpointRow[];
  /** The newest 100, newest first. */
  readonly fixes: readonly FixRow[];
  /** How many there are in all. */
  readonly fixesInAll: number;
}

/** Posts that state what was expected and what came in the same words, by their newest. */
export interface GapExample {
  readonly mentionId: number;
  readonly at: Instant;
  /** The words it says so in. */
  readonly quote: string;
  readonly expected: number;
  readonly actual: number;
  readonly unit: string;
  /** What was expected is the national standard; nobody said it. */
  readonly standard: boolean;
  /** Posts that say it so, copies among them. */
  readonly times: number;
}

/**
 * One touchpoint looked into: of the newest complaints of the span, as many as `looked`; a copy is no complaint of its
 * own.
 */
export interface TouchpointScreen {
  readonly touchpoint: Touchpoint;
  readonly looked: number;
  /** Copies of complaints in the span, which were not looked into. */
  readonly copies: number;
  readonly gaps: readonly GapRow[];
  /** Newest first, ten at most. */
  readonly examples: readonly GapExample[];
}
