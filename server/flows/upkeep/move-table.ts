import { AppError } from '../../core/errors.ts';
import type { Db, Tx } from '../../db/database.ts';
import { isUnreachable } from '../../db/engine/unreachable.ts';
import { countRows, emptyTable, weightOf, writeRows } from '../../db/move/rows.ts';
import { keyOf, openScan, type Row } from '../../db/move/scan.ts';
import type { TableShape } from '../../db/move/shape.ts';
import { advance, progressOf, type TableProgress } from '../../db/move/state.ts';

export interface MoveDeps {
  /** The source in one consistent view; nothing is ever written there. */
  readonly from: Db;
  readonly to: Db;
  readonly signal: AbortSignal;
  onProgress(progress: MoveProgress): void;
}

export interface MoveProgress {
  readonly stage: 'copy' | 'build' | 'compare';
  /** Absent while indexes are built. */
  readonly table?: string;
  /** Rows done, or indexes left. */
  readonly done: number;
  readonly of?: number;
}

/** Rows in one transaction at first, and at most. */
const FIRST = 100;
const MAX_BATCH_ROWS = 2_000;
/** What the rows of one transaction may weigh, roughly: some tables hold files. */
const WEIGHT = 4_000_000;

/** As many rows as weigh what they may, judged by the last ones; growing in steps, for the next may be heavier. */
function nextSize(size: number, rows: readonly Row[]): number {
  const fitting = Math.floor((WEIGHT * rows.length) / Math.max(weightOf(rows), 1));
  return Math.max(1, Math.min(fitting, size * 2, MAX_BATCH_ROWS));
}

/**
 * Copies what has not arrived of a table, in the order of its key. Every transaction stores some rows and that
 * they are there; the next rows are read meanwhile.
 * @returns how many values lost letters that cannot be stored
 */
export async function copyTable(deps: MoveDeps, shape: TableShape): Promise<number> {
  const { from, to, signal, onProgress } = deps;
  let progress = await progressOf(to, shape.name);
  if (progress.done) return 0;
  const of = await countRows(from, shape.name);
  let size = FIRST;
  const scan = openScan(from, shape, progress.after);
  let rows = await scan.next(size);
  let cleared = 0;
  do {
    signal.throwIfAborted();
    const next = nextProgress(shape, progress, rows, size);
    size = nextSize(size, rows);
    const [following, strange] = await Promise.all([
      next.done ? [] : scan.next(size),
      to.transaction().execute((tx) => store(tx, shape, { from: progress, to: next, rows })),
    ]);
    [progress, rows, cleared] = [next, following, cleared + strange];
    onProgress({ stage: 'copy', table: shape.name, done: progress.rows, of });
  } while (!progress.done);
  await scan.close();
  return cleared;
}

function nextProgress(
  shape: TableShape,
  before: TableProgress,
  rows: readonly Row[],
  asked: number,
): TableProgress {
  const last = rows.at(-1);
  return {
    after: last === undefined ? before.after : keyOf(shape, last),
    rows: before.rows + rows.length,
    done: rows.length < asked,
  };
}

async function store(
  tx: Tx,
  shape: TableShape,
  step: { readonly from: TableProgress; readonly to: TableProgress; readonly rows: readonly Row[] },
): Promise<number> {
  await advance(tx, shape.name, step.from, step.to);
  // Begun for the first time, or once more because it differed.
  if (step.from.after === null) await emptyTable(tx, shape.name);
  return writeRows(tx, shape, step.rows).catch((fault: unknown) => {
    if (!(fault instanceof Error) || isUnreachable(fault)) throw fault;
    const after = step.from.after === null ? 'first' : `after key ${step.from.after.join(', ')}`;
    throw new AppError('conflict', `rows of ${shape.name}, ${after}, are not taken: ${fault.message}`);
  });
}
