import { columnsOf, guessFields, type ImportMapping } from '../../core/import/import-mapping.ts';
import type { ImportRow } from '../../core/import/import-row.ts';

/** Rows looked at before any is stored. */
const LOOKED = 200;
/** Shapes of rows remembered: in JSON every line may have another. */
const MOST_SHAPES = 1_000;

type Columns = ImportMapping['fields'];

/** The first rows of a file. */
export async function firstRows(rows: AsyncIterable<ImportRow>): Promise<readonly ImportRow[]> {
  const first: ImportRow[] = [];
  for await (const row of rows) {
    first.push(row);
    if (first.length >= LOOKED) break;
  }
  return first;
}

/**
 * What the columns of rows with these names mean, told by their names and by what the first rows hold under them: as
 * the page guesses it before it asks.
 */
export function guessFrom(first: readonly ImportRow[]): (names: readonly string[]) => Columns {
  const known = new Map<string, Columns>();
  return (names) => {
    const shape = names.join('\n');
    const before = known.get(shape);
    if (before !== undefined) return before;
    const alike = first.filter((row) => 'cells' in row && Object.keys(row.cells).join('\n') === shape);
    const columns = guessOf(alike.length > 0 ? columnsOf(alike) : names, alike, first);
    if (known.size < MOST_SHAPES) known.set(shape, columns);
    return columns;
  };
}

/** An id is one among rows of every shape. */
function guessOf(
  names: readonly string[],
  alike: readonly ImportRow[],
  first: readonly ImportRow[],
): Columns {
  const { id, ...fields } = guessFields(names, alike);
  return id === undefined || guessFields(names, first).id === undefined ? fields : { ...fields, id };
}

/** Rows with the first of them looked at and put back. */
export async function lookAhead(
  rows: AsyncIterable<ImportRow>,
): Promise<{ readonly first: readonly ImportRow[]; readonly all: AsyncIterable<ImportRow> }> {
  const rest = rows[Symbol.asyncIterator]();
  const first = await firstRows({ [Symbol.asyncIterator]: () => ({ next: () => rest.next() }) });
  async function* all() {
    try {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  }
  return { first, all: all() };
}
