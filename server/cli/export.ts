import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import type { ExportRow } from '../core/mention/export-row.ts';
import { exportMentions } from '../flows/export.ts';
import { openToRead } from '../installation.ts';
import { csvLines } from '../reports/write-csv.ts';
import { jsonlLines } from '../reports/write-jsonl.ts';
import { writeXlsx } from '../reports/write-xlsx.ts';
import { readArguments } from './shell/arguments.ts';
import { findWatch, readTime } from './shell/choices.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';

const FORMATS = ['csv', 'xlsx', 'jsonl'] as const;
type Format = (typeof FORMATS)[number];

function readFormat(given = 'csv'): Format {
  const format = FORMATS.find((each) => each === given);
  if (format === undefined) throw new AppError('bad_request', `--format takes ${FORMATS.join(', ')}`);
  return format;
}

async function write(
  rows: AsyncIterable<ExportRow>,
  format: Format,
  out: Writable,
  end: boolean,
): Promise<void> {
  if (format === 'xlsx') {
    // Its writer waits for the end of what it writes to, and stdout is never ended.
    const through = new PassThrough();
    const wrote = writeXlsx(rows, through).catch((fault: Error) => void through.destroy(fault));
    await pipeline(through, out, { end });
    await wrote;
    return;
  }
  await pipeline(Readable.from(format === 'csv' ? csvLines(rows) : jsonlLines(rows)), out, { end });
}

/** A file appears under its name only when it is whole. */
async function writeTo(
  target: string | undefined,
  rows: AsyncIterable<ExportRow>,
  format: Format,
  io: CommandIO,
) {
  if (target === undefined) return write(rows, format, io.stdout, false);
  const part = `${target}.part`;
  try {
    await write(rows, format, createWriteStream(part), true);
    await rename(part, target);
  } catch (fault) {
    await rm(part, { force: true });
    throw fault;
  }
}

export default defineCommand({
  name: 'export',
  summary: 'write the mentions of a watch as CSV, XLSX or JSONL',
  help: `
usage: tingchao export --watch NAME|ID --from DATE --to DATE [--format csv|xlsx|jsonl] [--out FILE]

Writes the mentions of a watch in a range of time, oldest first.
  --watch        its name, or its number
  --from, --to   days in China (2026-01-31, both are part of the range), or ISO times
  --format       csv (the default; with a byte order mark, so that spreadsheets read it as UTF-8), xlsx or jsonl
  --out          the file, under its name only when it is whole (default: stdout)`,
  async run(args, io) {
    const { options } = readArguments(args, [], {
      ...{ watch: 'text', from: 'text', to: 'text', format: 'text', out: 'text' },
    } as const);
    const format = readFormat(options.format);
    const [from, to] = [readTime('from', options.from, false), readTime('to', options.to, true)];
    const db = await openToRead(parseConfig(io.env));
    try {
      const watchId = await findWatch(db, options.watch);
      await writeTo(options.out, exportMentions({ db }, { watchId, from, to }), format, io);
      return 0;
    } finally {
      await db.destroy();
    }
  },
});
