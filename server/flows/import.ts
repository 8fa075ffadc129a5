import { createRowReader, type ReadTime } from '../core/import-post.ts';
import type { ImportRow } from '../core/import-row.ts';
import type { SourcePost } from '../core/post.ts';
import { type IngestDeps, ingest } from './ingest.ts';
import type { RefusedPost } from './prepare-posts.ts';

const BATCH = 500;
/** Refused rows told one by one; all are counted and the rest is kept in the database. */
const MOST_TOLD = 1_000;

export interface ImportDeps extends IngestDeps {
  readonly readTime: ReadTime;
}

export interface ImportInput {
  readonly rows: AsyncIterable<ImportRow>;
  /** The file's name. */
  readonly origin: string;
  /** Platform of rows that name none. */
  readonly platform?: string;
  /** Called after every stored batch with the rows handled so far. */
  onProgress?(rows: number): void;
}

export interface ImportReport {
  readonly rows: number;
  readonly stored: number;
  readonly known: number;
  readonly copies: number;
  readonly mentions: number;
  /** Rows that give no time: stored and found, but in no count over time. */
  readonly undated: number;
  /** Stored rows dated in the future: of an unknown time, so in no count over time either. */
  readonly future: number;
  /** Their numbers. First thousand. */
  readonly futureRows: readonly number[];
  /** Stored with their text cut at the longest that is kept. */
  readonly cut: number;
  /** Rows whose id is known with another content: the stored one stays. First thousand. */
  readonly changed: readonly number[];
  readonly refusedCount: number;
  /** First thousand. */
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
}

interface Batch {
  readonly posts: SourcePost[];
  /** Row number of each post. */
  readonly positions: number[];
  readonly refused: RefusedPost[];
}

/**
 * Imports rows, batch by batch; memory stays flat however many there are. Every batch is committed for
 * itself: stopped half-way, an import is simply started again and the rows stored are known. A row that
 * cannot be used is refused by number and name and costs no other.
 */
export async function importRows(deps: ImportDeps, input: ImportInput): Promise<ImportReport> {
  const read = createRowReader({
    now: deps.now(),
    readTime: deps.readTime,
    platform: input.platform ?? 'import',
  });
  const report = {
    rows: 0,
    stored: 0,
    known: 0,
    copies: 0,
    mentions: 0,
    undated: 0,
    future: 0,
    cut: 0,
    refusedCount: 0,
  };
  const changed: number[] = [];
  const futureRows: number[] = [];
  const refused: { row: number; reason: string }[] = [];
  let batch = emptyBatch();
  const flush = async () => {
    if (batch.posts.length + batch.refused.length === 0) return;
    report.undated += batch.posts.filter((post) => post.publishedAt === undefined).length;
    const done = await ingest(deps, { ...batch, origin: input.origin, backlog: true });
    for (const name of ['stored', 'known', 'copies', 'mentions'] as const) report[name] += done[name];
    report.future += done.notes.future;
    report.cut += done.notes.cut;
    report.refusedCount += done.refused.length;
    for (const { index, reason } of done.refused) {
      if (refused.length < MOST_TOLD) refused.push({ row: index, reason });
    }
    changed.push(...done.changed.slice(0, MOST_TOLD - changed.length));
    futureRows.push(...done.future.slice(0, MOST_TOLD - futureRows.length));
    batch = emptyBatch();
    input.onProgress?.(report.rows);
  };
  for await (const row of input.rows) {
    report.rows += 1;
    addRow(batch, row, read);
    if (batch.posts.length + batch.refused.length >= BATCH) await flush();
  }
  await flush();
  refused.sort((a, b) => a.row - b.row);
  return { ...report, futureRows, changed, refused };
}

function emptyBatch(): Batch {
  return { posts: [], positions: [], refused: [] };
}

function addRow(batch: Batch, row: ImportRow, read: ReturnType<typeof createRowReader>): void {
  const result = 'reason' in row ? { kind: 'refused' as const, ...row } : read(row.cells);
  if (result.kind === 'refused') {
    batch.refused.push({ index: row.row, reason: result.reason, excerpt: result.excerpt });
    return;
  }
  batch.posts.push(result.post);
  batch.positions.push(row.row);
}
