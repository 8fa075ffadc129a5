import type { ReadTime } from '../../core/import/import-post.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { Span } from '../../core/series/trend-window.ts';
import { createAnswerReader, type SurveyAnswer } from '../../core/survey/read-answer.ts';
import type { ColumnFault } from '../../core/survey/score-column.ts';
import type { RefusedRow } from '../../core/survey/survey.ts';
import type { SurveyMapping } from '../../core/survey/survey-use.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';

/** Reads all rows: those that are answers, why the others are none, and the columns that cannot be read at all. */
export async function readAnswers(
  rows: readonly ImportRow[],
  context: {
    readonly mapping: SurveyMapping;
    readonly days: Span | null;
    readonly now: Instant;
    readonly readTime: ReadTime;
  },
): Promise<{
  readonly answers: readonly SurveyAnswer[];
  readonly refused: readonly RefusedRow[];
  readonly faults: ReadonlyMap<string, ColumnFault>;
}> {
  const sheet = rows.flatMap((row) => ('cells' in row ? [row.cells] : []));
  const { read, faults } = createAnswerReader({ ...context, sheet });
  const answers: SurveyAnswer[] = [];
  const refused: RefusedRow[] = [];
  const breathe = createBreather();
  for (const row of rows) {
    await breathe();
    if ('reason' in row) refused.push({ row: row.row, reason: row.reason, column: null });
    else {
      const result = read(row.cells);
      if (result.kind === 'answer') answers.push(result.answer);
      else refused.push({ row: row.row, reason: result.reason, column: result.column });
    }
  }
  return { answers, refused, faults };
}
