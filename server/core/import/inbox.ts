import type { ImportRow } from './import-row.ts';

/** What a file is, read from its first bytes. */
export interface FileShape {
  readonly kind: 'csv' | 'xlsx' | 'jsonl';
  readonly packed: boolean;
  /** utf-8-bom, utf-8, utf-16 or gb18030; null where the kind leaves no choice. */
  readonly encoding: string | null;
  /** comma, tab or semicolon; null where there is none. */
  readonly delimiter: string | null;
  /** Of a workbook, once its rows were looked at. */
  readonly sheets?: SheetChoice;
}

/** Which sheet of a workbook is read, and which are not. */
export interface SheetChoice {
  readonly read: string;
  readonly others: readonly string[];
}

/** A file's rows on their way, and how many of its bytes were read for them. */
export interface FileReading {
  readonly rows: AsyncIterable<ImportRow>;
  bytesRead(): number;
  /** Null until one is chosen, and where there are none. */
  sheets?(): SheetChoice | null;
}

/** Where files wait to be imported, each under the id of its row in the database. */
export interface Inbox {
  /**
   * Keeps a file and returns its size; nothing is left of one that fails on its way.
   * @throws AppError('too_large') beyond `most` bytes, without reading on
   */
  put(id: number, bytes: AsyncIterable<Uint8Array>, most: number): Promise<number>;
  /** Both throw AppError('bad_file'), by the file's `name`, where it cannot be read. */
  shape(id: number, name: string): Promise<FileShape>;
  read(id: number, name: string): FileReading;
  remove(id: number): Promise<void>;
}
