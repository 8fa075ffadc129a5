import type { Writable } from 'node:stream';
import type { Comparison } from '../../db/move/compare.ts';
import type { MoveReport } from '../../flows/upkeep/move-installation.ts';
import type { MoveProgress } from '../../flows/upkeep/move-table.ts';

const EVERY_MS = 2_000;
const STAGES = { copy: 'copying', build: 'building indexes and keys', compare: 'comparing' } as const;

/** Says where a move stands, every two seconds. */
export function createProgressWriter(stderr: Writable): (progress: MoveProgress) => void {
  let last = { at: performance.now(), table: '', done: 0 };
  return ({ stage, table = '', done, of }) => {
    const at = performance.now();
    if (last.table !== `${stage} ${table}`) last = { ...last, table: `${stage} ${table}`, done: 0 };
    if (at - last.at < EVERY_MS) return;
    const rate = Math.round(((done - last.done) / (at - last.at)) * 1000);
    const count = stage === 'build' ? `${done} left` : `${table} ${done} of ${of}, ${rate} rows/s`;
    stderr.write(`${STAGES[stage]}: ${count}\n`);
    last = { at, table: `${stage} ${table}`, done };
  };
}

/** One line of JSON for each table, for programs. */
export function tableLine({ table, from, to, same, firstDifference }: Comparison): string {
  return `${JSON.stringify({ table, same, from, to, ...(firstDifference === null ? {} : { firstDifference }) })}\n`;
}

/** What came of it, in sentences. */
export function* sentences({ tables, cleared }: MoveReport): Generator<string> {
  for (const [table, count] of cleared) {
    yield `${table}: ${count} values held NUL or halves of a character, which PostgreSQL cannot store; they came without these letters`;
  }
  for (const { table, from, to, firstDifference } of tables.filter(({ same }) => !same)) {
    const where = firstDifference === null ? '' : `, first at key ${firstDifference}`;
    yield `${table} differs: ${from.rows} rows in the source, ${to.rows} in the target${where}`;
  }
}
