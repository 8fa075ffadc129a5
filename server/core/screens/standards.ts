import type { Span } from '../series/trend-window.ts';
import type { Standard, StandardVersion } from '../service/standard.ts';
import type { Standing } from '../service/standing.ts';
import type { Instant } from '../time.ts';
import type { GapExample } from './service-quality.ts';

export type { StandardUnit } from '../reading/amount-unit.ts';
export type {
  Standard,
  StandardInput,
  StandardTerms,
  StandardVersion,
} from '../service/standard.ts';
export type { EarlierTerms, Gap, Standing, StatedFigures } from '../service/standing.ts';
export type { Direction, Zone } from '../service/zone.ts';

export interface StandardRow extends Standard {
  readonly watchName: string;
  /** Of what is seen, for whoever amends it. */
  readonly mark: string;
  /** Its day of review has come. */
  readonly overdue: boolean;
  /** Name of the fact of posts that state an amount, as the list of mentions filters by it. */
  readonly fact: string;
  readonly standing: Standing;
}

/** Every standard that is in force, beside what posts state. */
export interface StandardsScreen {
  readonly now: Instant;
  readonly watchId: number | null;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  readonly span: Span;
  readonly before: Span | null;
  /** Fewer posts prove nothing. */
  readonly fewest: number;
  readonly standards: readonly StandardRow[];
  /** Expectation gap index, −100 to 100; null where none is measured. */
  readonly index: number | null;
}

/** An amount stated by a post that is worse than the floor or the promise of its time. */
export interface BrokenExample extends Omit<GapExample, 'expected' | 'standard' | 'times'> {
  /** Below the floor. */
  readonly below: boolean;
  /** What was promised and not kept; null where it was kept, or nothing was promised. */
  readonly promised: number | null;
}

/** One standard looked into. */
export interface StandardScreen {
  readonly row: StandardRow;
  readonly span: Span;
  /** Newest first, ten at most. */
  readonly examples: readonly BrokenExample[];
  /** Newest first. */
  readonly versions: readonly StandardVersion[];
  readonly retiredAt: Instant | null;
  readonly retiredBy: string | null;
}
