/** What tells of a row which text it says. */
interface Said {
  readonly postId: number;
  /** The post whose text it repeats; null where it is the first to say it. */
  readonly copyOf: number | null;
  readonly watchId: number;
}

/** A row of a list that stands for all in it that say the same. */
export interface Folded<Row> {
  readonly row: Row;
  /** The others in the list that say the same to the same watch, in its order. */
  readonly others: readonly Row[];
}

/** One rumour that goes round is one row, the first of its text, wherever the others stand in the list. */
export function foldCopies<Row extends Said>(rows: readonly Row[]): readonly Folded<Row>[] {
  const texts = Map.groupBy(rows, ({ watchId, copyOf, postId }) => `${watchId}-${copyOf ?? postId}`);
  return [...texts.values()].flatMap(([row, ...others]) => (row ? [{ row, others }] : []));
}
