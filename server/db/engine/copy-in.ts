import type { Connection, QueryResult, Submittable } from 'pg';

type Value = string | number | Uint8Array | null;

/** What means something else in this format. NUL does not: no text can hold it, and the server says so. */
const SPECIAL = /[\\\n\r\t]/g;
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cell(value: Value | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.replace(SPECIAL, (letter) => ESCAPED[letter] ?? letter);
  return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}

/** Rows as `copy … from stdin` takes them: one line each. */
export function copyLines(rows: readonly (readonly Value[])[]): string {
  let lines = '';
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) lines += at === 0 ? cell(row[0]) : `\t${cell(row[at])}`;
    lines += '\n';
  }
  return lines;
}

/** What the driver's connection can do beside what its types say. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** One `copy … from stdin` with all its lines, as the driver runs statements of another kind. */
export class CopyIn implements Submittable {
  readonly done: Promise<QueryResult>;
  readonly #text: string;
  readonly #lines: string;
  readonly #settle: PromiseWithResolvers<QueryResult>;
  #rows = 0;

  constructor(text: string, lines: string) {
    this.#text = text;
    this.#lines = lines;
    this.#settle = Promise.withResolvers();
    this.done = this.#settle.promise;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#lines));
    connection.endCopyFrom();
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#rows = Number(/\d+$/.exec(text)?.[0] ?? 0);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve({ command: 'COPY', rowCount: this.#rows, oid: 0, fields: [], rows: [] });
  }

  handleError(fault: Error): void {
    this.#settle.reject(fault);
  }
}

/** A statement whose only parameter are the lines to copy. */
const COPY = /^copy .* from stdin$/s;

export const isCopy = (text: string): boolean => COPY.test(text);
