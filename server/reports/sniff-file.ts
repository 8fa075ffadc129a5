import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
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

/**
 * What a file to import is: from its first bytes, not from its name.
 * @param name how people call it, for faults
 * @throws AppError('bad_file') where there is no such file or it is none that can be imported; what its place says when
 * it cannot hand it out for now
 */
export async function sniffFile(file: FilePlace, name = nameOf(file)): Promise<FileShape> {
  const first = await startOf(openFile(file), name);
  const packed = first.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]));
  const start = packed ? await startOf(openFile(file), name, unpack) : first;
  if (start.length === 0) throw new AppError('bad_file', `${name} is empty`);
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    return { kind: 'xlsx', packed, encoding: null, delimiter: null };
  }
  if (start.readUInt32BE(0) === 0xd0cf11e0) {
    throw new AppError('bad_file', `${name} is an old Excel file (.xls): save it as .xlsx or CSV`);
  }
  const encoding = encodingOf(start);
  const text = start.toString(encoding === 'utf-16' ? 'utf16le' : 'latin1');
  const sign = text
    .replace(/^(\xef\xbb\xbf|\ufeff)/, '')
    .trimStart()
    .charAt(0);
  if (sign === '[') throw new AppError('bad_file', `${name} is one JSON list: write one object on each line`);
  if (sign === '{') return { kind: 'jsonl', packed, encoding, delimiter: null };
  const delimiter = DELIMITERS[String.fromCharCode(sniffDelimiter(text))] ?? 'comma';
  return { kind: 'csv', packed, encoding, delimiter };
}

export function openFile(file: FilePlace): ReadingFile {
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

export function unpack(source: Readable): Readable {
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

/** The first bytes, at least four of them (zeros where the file is shorter); none of an empty file. */
async function startOf(
  file: ReadingFile,
  name: string,
  through = (source: Readable): Readable => source,
): Promise<Buffer> {
  const stream = through(file.stream);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      return chunk.length >= 4 ? chunk : Buffer.concat([chunk, Buffer.alloc(4)]);
    }
    return Buffer.alloc(0);
  } catch (error) {
    if (file.lost() !== null) throw file.lost();
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('bad_file', `cannot read ${name}: ${why}`);
  } finally {
    stream.destroy();
  }
}
