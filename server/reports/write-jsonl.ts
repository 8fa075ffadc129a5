import type { ExportRow } from '../core/mention/export-row.ts';

/** JSON Lines, piece by piece; `publishedAt` is ISO in UTC, as the import and other programs read it. */
export async function* jsonlLines(
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>,
): AsyncGenerator<string> {
  for await (const { at, metrics, ...row } of rows) {
    yield `${JSON.stringify({ ...row, publishedAt: new Date(at).toISOString(), ...metrics })}\n`;
  }
}
