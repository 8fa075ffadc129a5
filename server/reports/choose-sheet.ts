import type ExcelJS from 'exceljs';
import { headerAt, mapColumns } from '../core/import/import-columns.ts';
import type { SheetChoice } from '../core/import/inbox.ts';

/** What the reader knows of a workbook's sheets and has no type for. */
interface WorkbookInternals {
  readonly model?: { readonly sheets?: readonly SheetEntry[] };
  readonly workbookRels?: readonly { readonly Id: string; readonly Target: string }[];
}
interface SheetEntry {
  readonly name: string;
  readonly state?: string;
  readonly rId: string;
}

type Sheet = ExcelJS.stream.xlsx.WorksheetReader;
type Rows = AsyncIterable<ExcelJS.Row>;

/** Rows looked at for one that names columns: titles may stand above it. */
const LOOKED_AT = 6;
/**
 * Of a sheet in which nothing is known so many rows are kept while the others are looked at. A longer one is the data.
 */
const MAX_HELD_ROWS = 5_000;

/**
 * The one sheet of a workbook that is imported: the first visible one in which a text is known by its column's name, or
 * else the first visible one. One pass, so that the file is read as a stream.
 * @param wordsOf the words of a row's cells
 */
export async function* chosenSheet(
  reader: ExcelJS.stream.xlsx.WorkbookReader,
  wordsOf: (row: ExcelJS.Row) => readonly string[],
  onSheets: (choice: SheetChoice) => void = () => {},
): AsyncGenerator<Rows> {
  let held: { readonly entry: SheetEntry | undefined; readonly rows: readonly ExcelJS.Row[] } | null = null;
  const choose = (entry: SheetEntry | undefined) => {
    const names = entriesOf(reader).map(({ name }) => name);
    const read = entry?.name ?? '';
    onSheets({ read, others: names.filter((name) => name !== read) });
  };
  for await (const sheet of reader) {
    // It measures each row over every column there may be, for dimensions that nobody asks for.
    Object.assign(sheet, { _dimensions: { expandRow() {} } });
    const entry = entryOf(reader, sheet);
    if (isHidden(entry)) continue;
    const rows = sheet[Symbol.asyncIterator]();
    const alone = entriesOf(reader).filter((each) => !isHidden(each)).length === 1;
    const first = await take(rows, LOOKED_AT);
    const known = alone || knowsText(first.map(wordsOf));
    if (!known && held === null) first.push(...(await take(rows, MAX_HELD_ROWS - first.length)));
    if (known || first.length >= MAX_HELD_ROWS) {
      choose(entry);
      yield resumed(first, rows);
      return;
    }
    held ??= { entry, rows: first };
    // What is not read to its end would stand in the way of the next sheet.
    while (!(await rows.next()).done);
  }
  if (held === null) return;
  choose(held.entry);
  yield resumed(held.rows, null);
}

function entriesOf(reader: ExcelJS.stream.xlsx.WorkbookReader): readonly SheetEntry[] {
  return (reader as unknown as WorkbookInternals).model?.sheets ?? [];
}

/** Some programs give the place of a sheet from the file's root on, which the reader does not understand. */
function entryOf(reader: ExcelJS.stream.xlsx.WorkbookReader, sheet: Sheet): SheetEntry | undefined {
  const { id, name } = sheet as unknown as { readonly id: string | number; readonly name?: string };
  const entries = entriesOf(reader);
  if (name !== undefined) return entries.find((entry) => entry.name === name);
  const rels = (reader as unknown as WorkbookInternals).workbookRels ?? [];
  const rel = rels.find(({ Target }) => Target.endsWith(`worksheets/sheet${id}.xml`));
  return rel && entries.find(({ rId }) => rId === rel.Id);
}

function isHidden(entry: SheetEntry | undefined): boolean {
  return entry?.state === 'hidden' || entry?.state === 'veryHidden';
}

function knowsText(rows: readonly (readonly string[])[]): boolean {
  const filled = rows.filter((cells) => cells.some((cell) => cell !== ''));
  const { text, title } = mapColumns(filled[headerAt(filled)] ?? []);
  return text !== undefined || title !== undefined;
}

async function take(rows: AsyncIterator<ExcelJS.Row>, most: number): Promise<ExcelJS.Row[]> {
  const taken: ExcelJS.Row[] = [];
  while (taken.length < most) {
    const next = await rows.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

async function* resumed(first: readonly ExcelJS.Row[], rest: AsyncIterator<ExcelJS.Row> | null) {
  yield* first;
  if (rest !== null) yield* { [Symbol.asyncIterator]: () => rest };
}
