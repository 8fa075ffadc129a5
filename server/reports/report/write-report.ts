import { type Amended, printOf, type Report } from '../../core/report/report.ts';

export const REPORT_FORMATS = ['docx', 'html', 'xlsx', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const REPORT_TYPES: Readonly<Record<ReportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

type Written = Pick<Report, 'title' | 'summary' | 'remarks' | 'snapshot'> & {
  readonly madeBy: string | null;
  readonly amended?: Amended | null;
};

/** A report as a file. Each writer is loaded when it is asked for: they are large. */
export async function writeReportFile(report: Written, format: ReportFormat): Promise<Buffer> {
  if (format === 'json') return Buffer.from(`${JSON.stringify(report, null, 2)}\n`);
  const print = printOf(report);
  if (format === 'docx') return (await import('./write-docx.ts')).writeDocx(print);
  if (format === 'xlsx') return (await import('./write-book.ts')).writeBook(print);
  return Buffer.from((await import('./write-html.ts')).writeHtml(print));
}
