import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import { readTime } from './shell/choices.ts';
import { defineCommand } from './shell/command.ts';
import type { Format } from './work/export.ts';

const FORMATS: readonly Format[] = ['csv', 'xlsx', 'jsonl'];

function readFormat(given = 'csv'): Format {
  const format = FORMATS.find((each) => each === given);
  if (format === undefined) throw new AppError('bad_request', `--format takes ${FORMATS.join(', ')}`);
  return format;
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
      watch: 'text',
      from: 'text',
      to: 'text',
      format: 'text',
      out: 'text',
    } as const);
    const { watch, out } = options;
    const format = readFormat(options.format);
    const [from, to] = [readTime('from', options.from, false), readTime('to', options.to, true)];
    if (from >= to)
      throw new AppError('bad_request', '--from must lie before --to: there is nothing between them');
    const config = parseConfig(io.env);
    const { exportWatch } = await import('./work/export.ts');
    return exportWatch(config, { watch, from, to, format, out }, io);
  },
});
