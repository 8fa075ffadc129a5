import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config.ts';
import type { ExportRow } from '../../core/mention/export-row.ts';
import type { Instant } from '../../core/time.ts';
import { exportMentions } from '../../flows/export.ts';
import { openToRead } from '../../installation.ts';
import { csvLines } from '../../reports/write-csv.ts';
import { jsonlLines } from '../../reports/write-jsonl.ts';
import { writeXlsx } from '../../reports/write-xlsx.ts';
import type { CommandIO } from '../shell/command.ts';
import { demandFolderOf, demandNoTerminal, writeOut } from '../shell/out-file.ts';
import { findWatch } from './find-watch.ts';

export type Format = 'csv' | 'xlsx' | 'jsonl';

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

interface ExportOptions {
  readonly watch: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
  readonly format: Format;
  readonly out: string | undefined;
}

export async function exportWatch(config: Config, wanted: ExportOptions, io: CommandIO): Promise<number> {
  const { from, to, format, out } = wanted;
  if (out === undefined) demandNoTerminal(io.stdout, format);
  else await demandFolderOf(out);
  const db = await openToRead(config);
  try {
    const watchId = await findWatch(db, wanted.watch);
    const rows = exportMentions({ db }, { watchId, from, to });
    if (out === undefined) await write(rows, format, io.stdout, false);
    else await writeOut(out, (file) => write(rows, format, file, true));
    return 0;
  } finally {
    await db.destroy();
  }
}
