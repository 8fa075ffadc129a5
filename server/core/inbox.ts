import type { ImportRow } from './import-row.ts';
import type { FileShape } from './screens-import.ts';

/** A file's rows on their way, and how many of its bytes were read for them. */
export interface FileReading {
  readonly rows: AsyncIterable<ImportRow>;
  bytesRead(): number;
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
