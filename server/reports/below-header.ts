import { headerAt } from '../core/import/import-columns.ts';

/** Titles above a table are no more rows than this. */
const MAX_TITLE_ROWS = 5;

/** Rows of a table from the one on that names its columns; a title above it is passed over. */
export async function* belowHeader<Row>(
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => readonly string[],
): AsyncGenerator<Row> {
  let first: Row[] | null = [];
  for await (const row of rows) {
    if (first === null) {
      yield row;
      continue;
    }
    first.push(row);
    if (first.length <= MAX_TITLE_ROWS) continue;
    yield* fromHeader(first, cellsOf);
    first = null;
  }
  if (first !== null) yield* fromHeader(first, cellsOf);
}

function fromHeader<Row>(rows: readonly Row[], cellsOf: (row: Row) => readonly string[]): readonly Row[] {
  return rows.slice(headerAt(rows.map(cellsOf)));
}
