import type { ImportMapping } from '../../core/import/import-mapping.ts';
import { createRowReader, type ReadTime } from '../../core/import/import-post.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import type { Tx } from '../../db/database.ts';
import { type IngestDeps, type IngestReport, ingest, type ReadAhead, readAhead } from '../ingest/ingest.ts';
import type { RefusedPost } from '../ingest/prepare-posts.ts';

const BATCH = 200;
/** Refused rows reported one by one; all are counted and the rest is kept in the database. */
const MAX_REFUSALS_LISTED = 1_000;

export interface ImportDeps extends IngestDeps {
  readonly readTime: ReadTime;
}

export interface ImportInput {
  readonly rows: AsyncIterable<ImportRow>;
  /** The file's name. */
  readonly origin: string;
  /** Of a file from the inbox: what only it brings can be taken back. */
  readonly importId?: number;
  /** Platform of rows that name none. */
  readonly platform?: string;
  /** What the columns mean; by their names where absent. */
  readonly fields?: ImportMapping['fields'];
  /** What columns of these names mean, where more is known than the names; see `recogniseBy`. */
  readonly recognise?: (names: readonly string[]) => ImportMapping['fields'];
  /** What an earlier part of this import came to: its rows are passed over. */
  readonly done?: ImportCounts;
  /** Called after every stored batch with the rows handled so far. */
  onProgress?(rows: number): void;
  /** Called in the transaction of every batch: what it came to, and all so far with it. */
  after?(tx: Tx, batch: IngestReport, counts: ImportCounts): Promise<void>;
}

/** What an import came to, or has come to so far. */
export interface ImportCounts {
  readonly rows: number;
  readonly stored: number;
  readonly known: number;
  readonly copies: number;
  readonly mentions: number;
  /** Rows that give no time: stored and found, but in no count over time. */
  readonly undated: number;
  /** Stored rows dated in the future: of an unknown time, so in no count over time either. */
  readonly future: number;
  /** Stored with their text cut at the longest that is kept. */
  readonly cut: number;
  readonly refusedCount: number;
  /** Rows whose id is known with another content: the stored one stays. */
  readonly changedCount: number;
}

export interface ImportReport extends ImportCounts {
  /** Row numbers of those dated in the future. First thousand. */
  readonly futureRows: readonly number[];
  /** Row numbers of the changed. First thousand. */
  readonly changed: readonly number[];
  /** First thousand. */
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
}

interface Batch {
  readonly posts: SourcePost[];
  /** Row number of each post. */
  readonly positions: number[];
  readonly refused: RefusedPost[];
}

/** A batch with the rows of the file up to its end. */
interface FullBatch extends Batch {
  readonly rows: number;
}

interface BatchAhead extends FullBatch {
  readonly ahead: Promise<ReadAhead>;
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
    mayBeOurs: true,
    ...(input.fields ? { fields: input.fields } : {}),
    ...(input.recognise ? { recognise: input.recognise } : {}),
  });
  let counts: ImportCounts = input.done ?? NOTHING;
  const told = { changed: [] as number[], future: [] as number[], refused: [] as RefusedPost[] };
  const store = async ({ posts, positions, refused, rows, ahead }: BatchAhead) => {
    const { origin, importId } = input;
    const place = { origin, inlet: inletOf(input), ...(importId === undefined ? {} : { importId }) };
    const part = { posts, positions, refused, backlog: true, ...place };
    const after = (tx: Tx, done: IngestReport) =>
      input.after?.(tx, done, addBatch(counts, rows, posts, done)) ?? Promise.resolve();
    const done = await ingest(deps, { ...part, after }, ahead);
    counts = addBatch(counts, rows, posts, done);
    for (const name of ['changed', 'future'] as const) {
      told[name].push(...done[name].slice(0, MAX_REFUSALS_LISTED - told[name].length));
    }
    told.refused.push(...done.refused.slice(0, MAX_REFUSALS_LISTED - told.refused.length));
    input.onProgress?.(rows);
  };
  for await (const batch of readingAhead(deps, batchesOf(input, read))) await store(batch);
  const refused = told.refused.map(({ index, reason }) => ({ row: index, reason }));
  refused.sort((a, b) => a.row - b.row);
  return { ...counts, futureRows: told.future, changed: told.changed, refused };
}

/** The rows that are still to be done, in batches. */
async function* batchesOf(
  { rows, done }: Pick<ImportInput, 'rows' | 'done'>,
  read: ReturnType<typeof createRowReader>,
): AsyncGenerator<FullBatch> {
  let batch = emptyBatch();
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count <= (done?.rows ?? 0)) continue;
    addRow(batch, row, read);
    if (batch.posts.length + batch.refused.length < BATCH) continue;
    yield { ...batch, rows: count };
    batch = emptyBatch();
  }
  if (batch.posts.length + batch.refused.length > 0) yield { ...batch, rows: count };
}

/** While a batch is being stored the next is read. What came before a fault of the file is handed out before it. */
async function* readingAhead(
  deps: ImportDeps,
  batches: AsyncIterable<FullBatch>,
): AsyncGenerator<BatchAhead> {
  let waiting: BatchAhead | null = null;
  try {
    for await (const batch of batches) {
      const ahead = readAhead(deps, { posts: batch.posts, backlog: true });
      // Whoever stores it hears of its fault.
      ahead.catch(() => {});
      const next = { ...batch, ahead };
      if (waiting !== null) yield waiting;
      waiting = next;
    }
  } catch (fault) {
    if (waiting !== null) yield waiting;
    throw fault;
  }
  if (waiting !== null) yield waiting;
}

/** Files of one kind name their rows' platform alike: a table of the hotline, a vendor's export. */
function inletOf({ platform = 'import' }: ImportInput): string {
  return `import ${platform}`;
}

const NOTHING: ImportCounts = {
  rows: 0,
  stored: 0,
  known: 0,
  copies: 0,
  mentions: 0,
  undated: 0,
  future: 0,
  cut: 0,
  refusedCount: 0,
  changedCount: 0,
};

function addBatch(
  before: ImportCounts,
  rows: number,
  posts: readonly SourcePost[],
  done: IngestReport,
): ImportCounts {
  return {
    rows,
    stored: before.stored + done.stored,
    known: before.known + done.known,
    copies: before.copies + done.copies,
    mentions: before.mentions + done.mentions,
    undated: before.undated + posts.filter((post) => post.publishedAt === undefined).length,
    future: before.future + done.notes.future,
    cut: before.cut + done.notes.cut,
    refusedCount: before.refusedCount + done.refused.length,
    changedCount: before.changedCount + done.changed.length,
  };
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
