import { AppError } from '../../core/errors.ts';
import { columnsOf, fieldsByName, type ImportMapping } from '../../core/import/import-mapping.ts';
import { createRowReader, type ReadTime } from '../../core/import/import-post.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import { sayRefusal } from '../../core/import/push.ts';

/** Rows looked at before any is stored. */
const LOOKED = 200;
/** Shapes of rows remembered: in JSON every line may have another. */
const MAX_SHAPES = 1_000;

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
 * What the columns of rows with these names mean, guessed from their names and from what the first rows hold under
 * them. Nobody is asked, so no column is taken for the text that is not named like one.
 * @param text the column that is the text, where somebody said so
 */
export function recogniseBy(
  first: readonly ImportRow[],
  text?: string,
): (names: readonly string[]) => Columns {
  const known = new Map<string, Columns>();
  return (names) => {
    const shape = names.join('\n');
    const before = known.get(shape);
    if (before !== undefined) return before;
    const alike = first.filter((row) => 'cells' in row && Object.keys(row.cells).join('\n') === shape);
    const own = alike.length > 0 ? columnsOf(alike) : names;
    const named = fieldsOf(own, alike, first);
    const columns = text === undefined ? named : { ...freed(named, text), text };
    if (known.size < MAX_SHAPES) known.set(shape, columns);
    return columns;
  };
}

/** A column means one thing. */
function freed(columns: Columns, column: string): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, each]) => each !== column));
}

/** An id is one among rows of every shape. */
function fieldsOf(
  names: readonly string[],
  alike: readonly ImportRow[],
  first: readonly ImportRow[],
): Columns {
  const { id, ...fields } = fieldsByName(names, alike);
  return id === undefined || fieldsByName(names, first).id === undefined ? fields : { ...fields, id };
}

interface FirstLook {
  /** How people call the file. */
  readonly name: string;
  readonly first: readonly ImportRow[];
  readonly now: number;
  readonly readTime: ReadTime;
  readonly fields?: Columns;
  readonly recognise?: (names: readonly string[]) => Columns;
}

/**
 * Refuses a file of which most of the first rows would be: what it holds is something else.
 * @throws AppError('bad_file') naming the columns that were found
 */
export function demandUsable({ name, first, ...reading }: FirstLook): void {
  const read = createRowReader({ ...reading, platform: 'import', mayBeOurs: true });
  const refused = first.flatMap((row) => {
    if ('reason' in row) return [{ row: row.row, reason: row.reason }];
    const result = read(row.cells);
    return result.kind === 'refused' ? [{ row: row.row, reason: result.reason }] : [];
  });
  const [one] = refused;
  if (one === undefined || refused.length * 2 <= first.length) return;
  const columns = `its columns are: ${columnsOf(first).join(', ') || 'none'}`;
  const isNameless = refused.every(({ reason }) => reason === 'no-text-column');
  const why = isNameless
    ? `no column of ${name} is known as a text or a title, and nothing was stored; --text COLUMN says which it is`
    : `${refused.length} of the first ${first.length} rows of ${name} cannot be used, and nothing was stored (row ${one.row}: ${sayRefusal(one.reason)})`;
  throw new AppError('bad_file', `${why}; ${columns}`);
}

/** @throws AppError('bad_request') naming the columns there are, where this is none of them */
export function demandColumn(first: readonly ImportRow[], column: string): void {
  const columns = columnsOf(first);
  if (columns.includes(column)) return;
  const there = columns.join(', ') || 'none';
  throw new AppError('bad_request', `there is no column "${column}"; there are: ${there}`);
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
