import type { Span } from '../series/trend-window.ts';
import type { SuggestionGroup } from '../service/suggestion.ts';

export type { SuggestionExample, SuggestionGroup } from '../service/suggestion.ts';

/** What people propose in a span. */
export interface SuggestionScreen {
  readonly watchId: number | null;
  readonly span: Span;
  /** Suggestions that were looked into: the newest of the span, without copies. */
  readonly looked: number;
  /** Of them only plead for help, and are in no group. */
  readonly pleas: number;
  /** Whether there are older ones that were not looked into. */
  readonly older: boolean;
  /** Most people first, what is about no touchpoint last. */
  readonly groups: readonly SuggestionGroup[];
}
