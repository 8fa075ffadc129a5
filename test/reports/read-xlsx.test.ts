import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { readXlsx } from '../../server/reports/read-xlsx.ts';

/** A table of so many different texts, its sheet before (streamed) or behind their list. */
async function tableOf(texts: number, streamed: boolean): Promise<Buffer> {
  const stream = new PassThrough();
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true });
  const book = streamed ? writer : new ExcelJS.Workbook();
  const sheet = book.addWorksheet('a');
  sheet.addRow(['text']).commit();
  for (let row = 0; row < texts; row++) sheet.addRow([`暖气不热 ${row}`]).commit();
  if (!streamed) return Buffer.from(await book.xlsx.writeBuffer());
  const whole = buffer(stream);
  await writer.commit();
  return whole;
}

const ROOM = { held: 1e6, sheets: 1e6, strings: 1e6 };

test.each([
  ['texts', { ...ROOM, strings: 1_000 }, 'more than 1000 different texts'],
  ['bytes of texts', { ...ROOM, held: 60_000 }, 'unpacks to more than 0 MB'],
  ['bytes of sheets', { ...ROOM, sheets: 60_000 }, 'unpacks to more than 0 MB'],
])('a file that holds too many %s is refused before it fills the memory', async (_, bounds, words) => {
  for (const streamed of [false, true]) {
    const bytes = await tableOf(3_000, streamed);
    const read = (within: typeof ROOM) =>
      Array.fromAsync(readXlsx(Readable.from([bytes]), { bounds: within }));
    expect(await read(ROOM)).toHaveLength(3_000);
    await expect(read(bounds)).rejects.toMatchObject({
      code: 'bad_file',
      message: expect.stringContaining(words),
    });
  }
});
