import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config.ts';
import type { PeriodAsked } from '../../core/report/report-period.ts';
import { writeReport } from '../../flows/report/make-report.ts';
import { openToRead } from '../../installation.ts';
import { type ReportFormat, writeReportFile } from '../../reports/report/write-report.ts';
import type { CommandIO } from '../shell/command.ts';
import { demandFolderOf, demandNoTerminal, writeOut } from '../shell/out-file.ts';
import { put } from '../shell/streams.ts';
import { findWatch } from './find-watch.ts';

async function write(file: Buffer, target: string | undefined, io: CommandIO): Promise<void> {
  if (target === undefined) await put(io.stdout, file);
  else await writeOut(target, (out) => pipeline([file], out));
}

interface ReportOptions {
  readonly watch: string | undefined;
  readonly time: PeriodAsked;
  readonly format: ReportFormat;
  readonly out: string | undefined;
}

export async function report(config: Config, wanted: ReportOptions, io: CommandIO): Promise<number> {
  const { watch, time, format, out } = wanted;
  if (out === undefined) demandNoTerminal(io.stdout, format);
  else await demandFolderOf(out);
  const db = await openToRead(config);
  try {
    const watchId = watch === undefined ? null : await findWatch(db, watch);
    const snapshot = await writeReport({ db, now: Date.now }, { watchId, ...time });
    const written = { title: snapshot.title, summary: null, remarks: {}, snapshot, madeBy: null };
    await write(await writeReportFile(written, format), out, io);
    return 0;
  } finally {
    await db.destroy();
  }
}
