import type { FileShape } from '../import/inbox.ts';
import type { Span } from '../series/trend-window.ts';
import type { GuessedColumn } from './guess-uses.ts';
import type { ColumnFault } from './score-column.ts';
import type { RefusedRow, Survey } from './survey.ts';
import type { SurveyMapping } from './survey-use.ts';

/** A file looked through, before anything is kept. */
export interface SurveyInspection {
  readonly shape: FileShape;
  /** What stands in a column that identifies who answered is not shown. */
  readonly columns: readonly (GuessedColumn & {
    readonly sample: string;
    /** Why nothing of it can be counted; it is put right or left out. */
    readonly fault: ColumnFault | null;
  })[];
  readonly mapping: SurveyMapping;
  readonly rows: number;
  readonly good: number;
  readonly texts: number;
  readonly refusedCount: number;
  /** The first of them. */
  readonly refused: readonly RefusedRow[];
  /** Whole days of the answers; null where they have no time. */
  readonly days: Span | null;
  /** The same rows are kept already. */
  readonly known: readonly Pick<Survey, 'id' | 'watchId' | 'name'>[];
}
