import { AppError } from '../../core/errors.ts';
import {
  cellAt,
  columnsOf,
  fingerprintOf,
  guessFields,
  type ImportMapping,
} from '../../core/import/import-mapping.ts';
import { platformOfFile } from '../../core/import/import-platform.ts';
import { createRowReader, type ReadTime } from '../../core/import/import-post.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import type { ImportInspection, PreviewRow } from '../../core/screens/import.ts';
import { shortForm } from '../../core/short-form.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { changeImportFile, requireImportFile } from '../../db/import/import-files.ts';
import { mappingOfShape } from '../../db/import/import-mappings.ts';
import { firstRows } from './guess-columns.ts';

/** How many of the rows looked at are shown: some good, some that would be refused. */
const GOOD_SHOWN = 6;
const BAD_SHOWN = 4;
const MAX_TEXT_LENGTH = 300;
const MAX_SAMPLE_LENGTH = 60;

export interface InspectDeps {
  readonly db: Db;
  readonly inbox: Inbox;
  readonly readTime: ReadTime;
  now(): Instant;
}

/**
 * Looks at a file's first rows as they would be read: under the mapping given, else the one remembered for
 * its shape, else a guess. Nothing is stored but the look itself, which the page then fetches.
 * @throws AppError('not_found'), AppError('bad_file'), AppError('conflict') when its import has begun
 */
export async function inspectImport(
  deps: InspectDeps,
  input: { readonly importId: number; readonly mapping: ImportMapping | null },
): Promise<ImportInspection> {
  const file = await requireImportFile(deps.db, input.importId);
  if (file.state !== 'ready') throw new AppError('conflict', `the import of ${file.name} has begun`);
  const shape = await deps.inbox.shape(file.id, file.name);
  const reading = deps.inbox.read(file.id, file.name);
  const rows = await firstRows(reading.rows);
  const sheets = reading.sheets?.() ?? null;
  const columns = columnsOf(rows);
  const saved = await mappingOfShape(deps.db, fingerprintOf(columns));
  const guess = () => ({ fields: guessFields(columns, rows), platform: platformOfFile(file.name, columns) });
  const mapping = input.mapping ?? saved?.mapping ?? guess();
  const inspection = {
    shape: { ...shape, ...(sheets === null ? {} : { sheets }) },
    columns: columns.map((name) => ({ name, sample: sampleOf(rows, name) })),
    mapping,
    remembered: saved === null ? null : { id: saved.id, name: saved.name },
    ...previewOf(rows, mapping, deps),
  };
  await changeImportFile(deps.db, file.id, { preview: inspection });
  return inspection;
}

function sampleOf(rows: readonly ImportRow[], column: string): string {
  for (const row of rows) {
    const value = 'cells' in row ? cellAt(row.cells, column) : undefined;
    if (value === undefined || value === null || value === '') continue;
    return shortForm(value, MAX_SAMPLE_LENGTH);
  }
  return '';
}

function previewOf(
  rows: readonly ImportRow[],
  mapping: ImportMapping,
  { now, readTime }: InspectDeps,
): Pick<ImportInspection, 'looked' | 'good' | 'rows'> {
  const read = createRowReader({ now: now(), readTime, mayBeOurs: true, ...mapping });
  const all = rows.map((row) => previewRow(row, read));
  const good = all.filter((row) => row.reason === null);
  const bad = all.filter((row) => row.reason !== null);
  const shown = [...good.slice(0, GOOD_SHOWN), ...bad.slice(0, BAD_SHOWN)];
  shown.sort((a, b) => a.row - b.row);
  return { looked: all.length, good: good.length, rows: shown };
}

function previewRow(row: ImportRow, read: ReturnType<typeof createRowReader>): PreviewRow {
  const nothing = { title: null, platform: '', hasAuthor: false, at: null, url: null, rating: null };
  const refused = (reason: string, excerpt: string): PreviewRow => ({
    row: row.row,
    reason,
    text: excerpt,
    region: null,
    metrics: {},
    ...nothing,
  });
  if ('reason' in row) return refused(row.reason, row.excerpt);
  const result = read(row.cells);
  if (result.kind === 'refused') return refused(result.reason, result.excerpt);
  const { post } = result;
  return {
    row: row.row,
    reason: null,
    title: post.title ?? null,
    text: post.text.slice(0, MAX_TEXT_LENGTH).toWellFormed(),
    platform: post.platform,
    hasAuthor: post.author !== undefined,
    at: post.publishedAt ?? null,
    url: post.url ?? null,
    rating: post.rating ?? null,
    region: post.region ?? null,
    metrics: post.metrics ?? {},
  };
}
