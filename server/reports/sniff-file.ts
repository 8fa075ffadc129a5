import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { FileShape } from '../core/import/inbox.ts';
import { sniffDelimiter } from './csv-records.ts';
import { wideEncoding } from './decode.ts';
import { guessEncoding, tellEncoding } from './encoding.ts';

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', '\t': 'tab', ';': 'semicolon' };

/** A file by its path, or whatever opens one that is kept elsewhere, as often as it is asked. */
export type FilePlace = string | (() => OpenedFile);

export interface OpenedFile {
  readonly stream: Readable;
  bytesRead(): number;
}

/** A file in reading. */
export interface ReadingFile extends OpenedFile {
  /** Why its place hands out no more of it, which is no damage of the file's; null while it does. */
  lost(): unknown;
}

/** What the system says of a file that is not there, or not for us to read. */
const NOT_THERE = /^(ENOENT|EISDIR|ENOTDIR|ENAMETOOLONG|EACCES|EPERM)$/;

/** A file whose first bytes were looked at and put back: it is opened once, so that a pipe can be one. */
export interface SniffedFile {
  readonly shape: FileShape;
  /** All of it, unpacked. */
  readonly source: Readable;
  readonly bytesRead: ReadingFile['bytesRead'];
  readonly lost: ReadingFile['lost'];
}

/**
 * What a file to import is: from its first bytes, not from its name.
 * @param name how people call it, for faults
 * @throws AppError('bad_file') where there is no such file or it is none that can be imported; what its place says when
 * it cannot hand it out for now
 */
export async function sniffFile(file: FilePlace, name = nameOf(file)): Promise<FileShape> {
  const { shape, source } = await openSniffed(file, name);
  source.destroy();
  return shape;
}

/** The same, and the file itself to read on. Throws as `sniffFile` does. */
export async function openSniffed(file: FilePlace, name = nameOf(file)): Promise<SniffedFile> {
  const opened = openFile(file);
  const { bytesRead, lost } = opened;
  let source: Readable | null = null;
  try {
    const whole = await peek(opened.stream);
    source = whole.stream;
    const packed = whole.start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]));
    const inner = packed ? await peek(unpack(whole.stream)) : whole;
    source = inner.stream;
    return { shape: shapeOf(inner.start, packed, name), source, bytesRead, lost };
  } catch (error) {
    source?.destroy();
    opened.stream.destroy();
    if (lost() !== null) throw lost();
    if (error instanceof AppError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('bad_file', `cannot read ${name}: ${why}`);
  }
}

/** At least four bytes (zeros where the file is shorter), or none at all. */
function shapeOf(start: Buffer, packed: boolean, name: string): FileShape {
  if (start.length === 0) throw new AppError('bad_file', `${name} is empty`);
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    return { kind: 'xlsx', packed, encoding: null, delimiter: null };
  }
  if (start.readUInt32BE(0) === 0xd0cf11e0) {
    throw new AppError('bad_file', `${name} is an old Excel file (.xls): save it as .xlsx or CSV`);
  }
  const encoding = encodingOf(start);
  // A shorter file is filled up with zeros.
  if (encoding !== 'utf-16' && start.length > 4 && isBinary(start)) {
    throw new AppError('bad_file', `${name} is no text: give CSV, XLSX or JSON Lines`);
  }
  const text = start.toString(encoding === 'utf-16' ? 'utf16le' : 'latin1');
  const sign = text
    .replace(/^(\xef\xbb\xbf|\ufeff)/, '')
    .trimStart()
    .charAt(0);
  if (sign === '{' || sign === '[') return { kind: 'jsonl', packed, encoding, delimiter: null };
  const delimiter = DELIMITERS[String.fromCharCode(sniffDelimiter(text))] ?? 'comma';
  return { kind: 'csv', packed, encoding, delimiter };
}

/** Exports of databases hold a zero byte here and there; a program or a picture is full of them. */
const MAX_ZEROS_PART = 0.01;

function isBinary(start: Buffer): boolean {
  let zeros = 0;
  for (const byte of start) if (byte === 0) zeros++;
  return zeros > Math.max(1, start.length * MAX_ZEROS_PART);
}

function openFile(file: FilePlace): ReadingFile {
  const opened = typeof file === 'string' ? openPath(file) : file();
  let fault: unknown = null;
  opened.stream.on('error', (error) => {
    if (!('code' in error && NOT_THERE.test(String(error.code)))) fault = error;
  });
  return { ...opened, lost: () => fault };
}

function openPath(file: string): OpenedFile {
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  return { stream, bytesRead: () => stream.bytesRead };
}

function nameOf(file: FilePlace): string {
  return typeof file === 'string' ? file : 'the file';
}

function unpack(source: Readable): Readable {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

function encodingOf(start: Buffer): string {
  if (wideEncoding(start) !== null) return 'utf-16';
  if (start.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return 'utf-8-bom';
  // The piece may end within a character.
  const lines = start.subarray(0, start.lastIndexOf(0x0a) + 1 || undefined);
  return tellEncoding(lines) ?? guessEncoding(lines);
}

/** As much as tells a file's encoding and its columns. A pipe hands out less at once. */
const LOOKED_AT = 64 * 1024;

interface Peeked {
  readonly start: Buffer;
  /** Everything, what was looked at too. A fault comes after what was read before it. */
  readonly stream: Readable;
}

/** The first bytes of a stream, and the stream with them put back. Throws its fault where nothing comes before that. */
async function peek(stream: Readable): Promise<Peeked> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const first: Buffer[] = [];
  let [size, fault, ended] = [0, null as unknown, false];
  while (size < LOOKED_AT && !ended && fault === null) {
    try {
      const chunk = await chunks.next();
      if (chunk.done) ended = true;
      else {
        first.push(chunk.value);
        size += chunk.value.length;
      }
    } catch (error) {
      if (size === 0) throw error;
      fault = error;
    }
  }
  async function* all() {
    try {
      yield* first.splice(0);
      if (fault !== null) throw fault;
      if (!ended) yield* { [Symbol.asyncIterator]: () => chunks };
    } finally {
      stream.destroy();
    }
  }
  const start = Buffer.concat(first);
  const padded = size === 0 || size >= 4 ? start : Buffer.concat([start, Buffer.alloc(4)]);
  const whole = Readable.from(all(), { objectMode: false, highWaterMark: 256 * 1024 });
  whole.on('close', () => stream.destroy());
  return { start: padded, stream: whole };
}
