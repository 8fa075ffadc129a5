import type { Span } from '../series/trend-window.ts';
import type { SuggestionGroup } from '../service/suggestion.ts';

export type { SuggestionExample, SuggestionGroup } from '../service/suggestion.ts';

/** What people propose in a span. */
export interface SuggestionScreen {
  readonly watchId: number | null;
  readonly span: Span;
  /** Suggestions that were looked into: the newest of the span, without copies. */
  readonly looked: number;
  /** So many are looked into at most: where it is reached there may be more. */
  readonly most: number;
  /** Most people first, what is about no touchpoint last. */
  readonly groups: readonly SuggestionGroup[];
}
