import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import type { ImportRow } from '../../server/core/import/import-row.ts';
import { readRows } from '../../server/reports/read-rows.ts';
import type { FilePlace } from '../../server/reports/sniff-file.ts';

const ROWS = 20_000;
const textOf = (row: number) => `暖气不热 ${row} ${(row * 7_919) % 104_729}`;
const rows = Array.from({ length: ROWS }, (_, row) => textOf(row));

/** A workbook whose sheet can be read while it comes: its texts stand in it. */
async function workbook(): Promise<Buffer> {
  const stream = new PassThrough();
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
  const sheet = writer.addWorksheet('a');
  sheet.addRow(['text']).commit();
  for (const text of rows) sheet.addRow([text]).commit();
  const whole = buffer(stream);
  await writer.commit();
  return whole;
}

const csv = Buffer.from(`text\n${rows.join('\n')}\n`);
const jsonl = Buffer.from(rows.map((text) => JSON.stringify({ text })).join('\n'));
const FILES: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['CSV', async () => csv],
  ['JSON Lines', async () => jsonl],
  ['CSV, packed', async () => gzipSync(csv)],
  ['XLSX', workbook],
  ['XLSX, packed', async () => gzipSync(await workbook())],
];

/** A file of which only so many bytes can be fetched, for a reason that is not its own. */
function placeUntil(bytes: Buffer, end: number, why: Error): FilePlace {
  const pieces = async function* () {
    for (let at = 0; at < end; at += 10_000) yield bytes.subarray(at, Math.min(end, at + 10_000));
    if (end < bytes.length) throw why;
  };
  return () => ({ stream: Readable.from(pieces(), { objectMode: false }), bytesRead: () => 0 });
}

async function readAll(file: FilePlace) {
  const read: ImportRow[] = [];
  let fault: unknown = null;
  try {
    for await (const row of readRows(file)) read.push(row);
  } catch (error) {
    fault = error;
  }
  return { read, fault };
}

describe.each(FILES)('%s', (_, make) => {
  const away = new Error('Connection terminated unexpectedly');

  test('whose place is away half-way is not damaged: no row says so', async () => {
    const bytes = await make();
    const { read, fault } = await readAll(placeUntil(bytes, Math.floor(bytes.length / 2), away));
    expect(fault).toBe(away);
    expect(read.every((row) => 'cells' in row)).toBe(true);
  });

  test('whose place is away from the start is no bad file', async () => {
    expect((await readAll(placeUntil(await make(), 0, away))).fault).toBe(away);
  });

  test('read whole it is all there', async () => {
    const bytes = await make();
    const { read, fault } = await readAll(placeUntil(bytes, bytes.length, away));
    expect(fault).toBeNull();
    expect(read).toHaveLength(ROWS);
  });
});

test('a packed workbook that is cut short is a bad file, and nobody waits for the rest', async () => {
  const bytes = gzipSync(await workbook());
  const cut = bytes.subarray(0, Math.floor(bytes.length / 2));
  const { fault } = await readAll(placeUntil(cut, cut.length, new Error('not expected')));
  expect(fault).toMatchObject({ code: 'bad_file', message: expect.stringContaining('end of file') });
});
