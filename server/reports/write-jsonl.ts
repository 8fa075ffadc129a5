import type { ExportRow } from '../core/mention/export-row.ts';

/**
 * JSON Lines, piece by piece; times are ISO in UTC, as the import and other programs read them. Where the page stated
 * no time there is no `publishedAt`, only when it was seen.
 */
export async function* jsonlLines(
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>,
): AsyncGenerator<string> {
  for await (const { at, observedAt, metrics, ...row } of rows) {
    const told = row.precision !== 'none' && row.precision !== 'unknown';
    const time = told
      ? { publishedAt: new Date(at).toISOString() }
      : { observedAt: new Date(observedAt).toISOString() };
    yield `${JSON.stringify({ ...row, ...time, ...metrics })}\n`;
  }
}
