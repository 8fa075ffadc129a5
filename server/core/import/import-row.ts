/** One row of an imported file: its cells by column name, or why it cannot be read. Rows count from 1. */
export type ImportRow =
  | { readonly row: number; readonly cells: Readonly<Record<string, unknown>> }
  | { readonly row: number; readonly reason: string; readonly excerpt: string };
