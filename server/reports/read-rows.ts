import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { ImportRow } from '../core/import-row.ts';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';

/**
 * Rows of a file to import: CSV, XLSX or JSON Lines, each also packed with gzip. What it is, is read from
 * its first bytes, not from its name. Streams: memory stays flat on a million rows.
 * @throws AppError('bad_file') where there is no such file or it is none of these
 */
export async function* readRows(file: string): AsyncGenerator<ImportRow> {
  const packed = (await startOf(openFile(file), file)).subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]));
  const opened = () => (packed ? unpack(file) : openFile(file));
  const start = await startOf(opened(), file);
  if (start.length === 0) throw new AppError('bad_file', `${file} is empty`);
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    yield* readXlsx(opened());
    return;
  }
  if (start.readUInt32BE(0) === 0xd0cf11e0) {
    throw new AppError('bad_file', `${file} is an old Excel file (.xls): save it as .xlsx or CSV`);
  }
  const first = start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .charAt(0);
  if (first === '[')
    throw new AppError('bad_file', `${file} is one JSON list: write one object on each line`);
  yield* untilDamaged(first === '{' ? readJsonl(opened()) : readCsv(opened()));
}

function openFile(file: string): Readable {
  return createReadStream(file, { highWaterMark: 256 * 1024 });
}

function unpack(file: string): Readable {
  const source = openFile(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

/** The first bytes, at least four of them (zeros where the file is shorter); none of an empty file. */
async function startOf(stream: Readable, file: string): Promise<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      return chunk.length >= 4 ? chunk : Buffer.concat([chunk, Buffer.alloc(4)]);
    }
    return Buffer.alloc(0);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('bad_file', `cannot read ${file}: ${why}`);
  } finally {
    stream.destroy();
  }
}

/** A file that breaks off (a gzip cut short) loses what is missing, not what was read before. */
async function* untilDamaged(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow> {
  let last = 0;
  try {
    for await (const row of rows) {
      last = row.row;
      yield row;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    yield { row: last + 1, reason: 'file-damaged', excerpt: why.slice(0, 200) };
  }
}
