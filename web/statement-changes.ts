import type { StatementText } from './api/statements.ts';
import { seenOf } from './typed.ts';

type Values = Readonly<Record<string, string>>;

/** A statement as the server keeps it. */
export interface KeptStatement {
  readonly values: Values;
  /** Null: as its template has it. */
  readonly wording: StatementText | null;
}

/** What somebody typed into a statement, with what stood on the server when they began. */
export interface TypedStatement {
  readonly values: Values;
  /** Undefined: nobody touched it. Null: it was put back. */
  readonly wording: StatementText | null | undefined;
  readonly seen: Values;
  readonly seenWording: StatementText | null;
}

export const NOTHING_KEPT: KeptStatement = { values: {}, wording: null };

/**
 * What is to be kept, and what was seen of what is kept.
 * @param kept as the server has it now
 * @param over whether the writer knows of that, and wants to write over it
 */
export function changesOf(
  typed: TypedStatement,
  kept: KeptStatement,
  over: boolean,
): {
  values: Record<string, string>;
  was: Record<string, string>;
  wording: StatementText | null;
  wasWording: StatementText | null;
} {
  const all = Object.entries({ ...kept.values, ...typed.values });
  const isReworded = typed.wording !== undefined;
  return {
    values: Object.fromEntries(all.filter(([, value]) => value.trim() !== '')),
    was: over ? { ...kept.values } : seenOf(typed.seen, typed.values, kept.values),
    wording: typed.wording === undefined ? kept.wording : typed.wording,
    wasWording: isReworded && !over ? typed.seenWording : kept.wording,
  };
}
