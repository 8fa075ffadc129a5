import type { Block } from './report-snapshot.ts';

/** A table without the columns in which nothing stands, such as those of a time before that nobody watched. */
export function withoutSpareColumns(block: Block): Block {
  if (block.kind !== 'table' || block.rows.length === 0) return block;
  const { bars, ...table } = block;
  const kept = table.columns.flatMap((_, at) => (table.rows.some((row) => row[at] !== null) ? [at] : []));
  const drawn = bars === undefined ? -1 : kept.indexOf(bars);
  const pick = <T>(all: readonly T[]): readonly T[] => kept.flatMap((at) => all.slice(at, at + 1));
  return {
    ...table,
    columns: pick(table.columns),
    rows: table.rows.map(pick),
    ...(drawn >= 0 ? { bars: drawn } : {}),
  };
}
