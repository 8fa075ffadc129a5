import { AppError } from '../../core/errors.ts';
import { countStatistics } from '../../db/engine/statistics.ts';
import { type Comparison, comparePostKeys, compareSearch, compareTable } from '../../db/move/compare.ts';
import { defer, findDanglingReferences, makeDeferred, setForeignKeys } from '../../db/move/deferred.ts';
import { makeMonthsOf } from '../../db/move/months.ts';
import { takeOverNumbering } from '../../db/move/numbering.ts';
import { countRows } from '../../db/move/rows.ts';
import { readConsistently } from '../../db/move/scan.ts';
import { filledTables, movedTables, type TableShape } from '../../db/move/shape.ts';
import {
  advance,
  getState,
  hasMove,
  openMove,
  progressOf,
  setState,
  UNTOUCHED,
} from '../../db/move/state.ts';
import { copyTable, type MoveDeps } from './move-table.ts';

export interface MoveReport {
  readonly tables: readonly Comparison[];
  /** Values that held letters the target has no place for, by table; they came without these letters. */
  readonly cleared: ReadonlyMap<string, number>;
}

const COMPARED = 'compared';

/**
 * Copies an installation's tables into an empty database, then compares both, row by row. Started again after it was
 * stopped, at whatever moment, it goes on with the next row; a table that differs is copied again then. The target
 * stays marked as half-made until the caller closes the move.
 * @param source what the source is called: a move goes on from nowhere else
 * @throws AppError('conflict') when the target holds anything else, somebody else moves there, or the source went on
 *   after a move that had compared everything
 */
export async function moveInstallation(deps: MoveDeps, source: string): Promise<MoveReport> {
  const { from, to } = deps;
  const tables = await movedTables(from, to);
  await begin(deps, tables, source);
  const cleared = new Map<string, number>();
  if ((await getState(to, COMPARED)) !== null) {
    const same = await compareAgain(deps, tables);
    await build(deps);
    return { tables: same, cleared };
  }
  for (const shape of tables) {
    const strange = await copyTable(deps, shape);
    if (strange > 0) cleared.set(shape.name, strange);
  }
  await takeOverNumbering(
    from,
    to,
    tables.map(({ name }) => name),
  );
  await countStatistics(to);
  const comparisons = await readConsistently(to, (view) => compareAll({ ...deps, to: view }, tables));
  if (comparisons.some(({ same }) => !same)) await copyAnew(deps, comparisons);
  else {
    // Said before: where some keys are built no table can be emptied any more.
    await setState(to, COMPARED, 'yes');
    await build(deps);
  }
  return { tables: comparisons, cleared };
}

/**
 * A move that ended after its comparison, killed or for want of something else, left the source to go on: what it
 * stored since would be missing. Keys and indexes are built by now, some or all, so nothing is copied into them any more.
 */
async function compareAgain(deps: MoveDeps, tables: readonly TableShape[]): Promise<readonly Comparison[]> {
  const comparisons = await readConsistently(deps.to, (view) => compareAll({ ...deps, to: view }, tables));
  const changed = comparisons.filter(({ same }) => !same).map(({ table }) => table);
  if (changed.length === 0) return comparisons;
  const some = changed.slice(0, 5).join(', ');
  throw new AppError(
    'conflict',
    `the source has changed since it was copied (${some}): give an empty database`,
  );
}

async function begin({ from, to }: MoveDeps, tables: readonly TableShape[], source: string): Promise<void> {
  if (!(await hasMove(to))) {
    const filled = await filledTables(to, tables);
    if (filled.length > 0) {
      const some = filled.slice(0, 5).join(', ');
      throw new AppError('conflict', `the target holds rows already (${some}): give an empty database`);
    }
  }
  await to.transaction().execute((tx) => openMove(tx, source));
  await setForeignKeys(to, false);
  await defer(to);
  await makeMonthsOf(from, to);
}

async function compareAll(deps: MoveDeps, tables: readonly TableShape[]): Promise<readonly Comparison[]> {
  const { from, to, signal, onProgress } = deps;
  const comparisons: Comparison[] = [];
  for (const shape of tables) {
    const of = await countRows(from, shape.name);
    const counted = (table: string) => (done: number) => {
      signal.throwIfAborted();
      onProgress({ stage: 'compare', table, done, of });
    };
    comparisons.push(await compareTable(from, to, shape, counted(shape.name)));
    if (shape.name !== 'post') continue;
    comparisons.push(await compareSearch(from, to, shape, counted('post_search')));
    const keys = await comparePostKeys(to);
    if (keys !== null) comparisons.push(keys);
  }
  return comparisons;
}

/** Lets the next run copy again what differs. */
async function copyAnew({ to }: MoveDeps, comparisons: readonly Comparison[]): Promise<void> {
  const different = comparisons
    .filter(({ same }) => !same)
    .map(({ table }) => (/^post_/.test(table) ? 'post' : table));
  for (const table of new Set(different)) await advance(to, table, await progressOf(to, table), UNTOUCHED);
}

async function build({ to, signal, onProgress }: MoveDeps): Promise<void> {
  await makeDeferred(to, (done) => {
    signal.throwIfAborted();
    onProgress({ stage: 'build', done });
  });
  const loose = await findDanglingReferences(to);
  if (loose.length > 0)
    throw new AppError('conflict', `rows of ${loose.join(', ')} point to rows that are not there`);
  await setForeignKeys(to, true);
}
