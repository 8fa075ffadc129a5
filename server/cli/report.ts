import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { type PeriodAsked, REPORT_KINDS } from '../core/report/report-period.ts';
import { REPORT_FORMATS } from '../reports/report/write-report.ts';
import { readArguments } from './shell/arguments.ts';
import { readTime } from './shell/choices.ts';
import { defineCommand } from './shell/command.ts';

function choose<T extends string>(option: string, given: string | undefined, choices: readonly T[]): T {
  const chosen = choices.find((each) => each === given);
  if (chosen === undefined) throw new AppError('bad_request', `--${option} takes ${choices.join(', ')}`);
  return chosen;
}

interface TimeGiven {
  readonly kind: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** With an end it is a stretch of its own, whatever its kind; else the day, week or month that holds the beginning. */
function timeOf({ kind, from, to }: TimeGiven): PeriodAsked {
  const named = kind === undefined ? undefined : choose('kind', kind, REPORT_KINDS);
  if (to === undefined && named !== 'custom') {
    return { kind: named ?? 'weekly', from: from === undefined ? undefined : readTime('from', from, false) };
  }
  return { kind: 'custom', from: readTime('from', from, false), to: readTime('to', to, true) };
}

export default defineCommand({
  name: 'report',
  summary: 'write what came of a day, a week or a month as DOCX, HTML, XLSX or JSON',
  help: `
usage: tingchao report [--watch NAME|ID] [--kind daily|weekly|monthly|custom] [--from DATE [--to DATE]]
                       [--format docx|html|xlsx|json] [--out FILE]

Writes a report in Chinese to stdout or FILE and keeps nothing; the page of reports keeps what it makes.
  --watch   whom it is about (default: all watches together)
  --kind    a day, a week from Monday to Sunday (default) or a calendar month, on China's clock: the last
            one that is over, or the one that holds --from; custom: from --from to --to
  --from    a day in China (YYYY-MM-DD) or a moment (ISO)
  --to      with it the report is about the time from --from to --to; a bare date is a day in China, and
            the last day is part of it
  --format  default: docx
  --out     the file; it appears when it is whole. On a terminal docx and xlsx need one`,
  async run(args, io) {
    const { options } = readArguments(args, [], {
      watch: 'text',
      kind: 'text',
      from: 'text',
      to: 'text',
      format: 'text',
      out: 'text',
    } as const);
    const { watch, out } = options;
    const format = choose('format', options.format ?? 'docx', REPORT_FORMATS);
    const time = timeOf(options);
    const config = parseConfig(io.env);
    const { report } = await import('./work/report.ts');
    return report(config, { watch, time, format, out }, io);
  },
});
