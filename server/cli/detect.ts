import { AppError } from '../core/errors.ts';
import { createStreamDetector } from '../core/series/stream-detect.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { readArguments } from './shell/arguments.ts';
import { readChinaTime } from './shell/china-time.ts';
import { defineCommand } from './shell/command.ts';
import { type Line, put, putFault, readLines } from './shell/streams.ts';
import { untilAsked } from './shell/until-stopped.ts';

/** A row is a time and a count; whatever is longer is no row, and is not looked at. */
const MAX_ROW_LENGTH = 1_000;
const BUCKETS: Readonly<Record<string, number>> = { '5m': 5 * MINUTE, '1h': HOUR, '1d': DAY };

type Row =
  | { readonly at: number; readonly value: number }
  | { readonly code: string; readonly fault: string };

function bad(fault: string): Row {
  return { code: 'bad_row', fault };
}

/** A row that is later than the last one taken: of rows that repeat or go back nobody can say what passed between. */
function readRow(text: string, last: number): Row {
  if (text.length > MAX_ROW_LENGTH) return bad(`longer than ${MAX_ROW_LENGTH} characters`);
  const cells = text.split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''));
  const [stamp = '', count = ''] = cells;
  if (cells.length !== 2) return bad('a row holds timestamp,value');
  const at = readChinaTime(stamp);
  if (Number.isNaN(at)) return bad(`"${stamp.slice(0, 40)}" is no YYYY-MM-DD HH:MM:SS or ISO time`);
  const value = count === '' ? Number.NaN : Number(count);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) return bad(`"${count.slice(0, 40)}" is no count`);
  if (at === last) return { code: 'repeated_time', fault: `${stamp} was there already` };
  if (at < last) return { code: 'earlier_time', fault: `${stamp} is earlier than a row before it` };
  return { at, value };
}

function isHeader(line: Line): boolean {
  return line.number === 1 && /^"?timestamp"?\s*,\s*"?value"?$/i.test(line.text.trim());
}

export default defineCommand({
  name: 'detect',
  summary: 'score a count series from stdin (CSV) for anomalies',
  help: `
usage: tingchao detect --bucket 5m|1h|1d < counts.csv > scored.csv

Reads CSV with the header timestamp,value, one row per bucket (YYYY-MM-DD HH:MM:SS, or ISO), and writes
timestamp,value,anomaly_score,expected. The score is 0..1 and depends on the rows up to its own only; 0.5
and more is an alarm, which a trouble raises once. Rows that are missing are unknown, not zero.
A bad row gets no score and is told on stderr as {"line":N,"error":"CODE","message":"…"}, the rest goes on, and
the exit status is 1:
  bad_row         not a time and a count, or longer than ${MAX_ROW_LENGTH} characters
  repeated_time   the time of the last row taken; the first one counts
  earlier_time    a time before that of the last row taken
  --bucket   how long the time is that a row counts: five minutes, an hour or a day`,
  async run(args, io) {
    const { options } = readArguments(args, [], { bucket: 'text' });
    const { bucket = '' } = options;
    const bucketMs = Object.hasOwn(BUCKETS, bucket) ? BUCKETS[bucket] : undefined;
    if (bucketMs === undefined) throw new AppError('bad_request', '--bucket takes 5m, 1h or 1d');
    const judge = createStreamDetector(bucketMs);
    let status = 0;
    let last = Number.NEGATIVE_INFINITY;
    await put(io.stdout, 'timestamp,value,anomaly_score,expected\n');
    const score = (line: Line): string => {
      if (isHeader(line) || line.text.trim() === '') return '';
      const row = readRow(line.text, last);
      if ('fault' in row) {
        putFault(io.stderr, line.number, row.code, row.fault);
        status = 1;
        return '';
      }
      last = row.at;
      const { score: anomaly, expected } = judge(row.at, row.value);
      return `${line.text.trim()},${anomaly.toFixed(6)},${expected.toFixed(3)}\n`;
    };
    for await (const lines of untilAsked(readLines(io.stdin), io.signal)) {
      await put(io.stdout, lines.map(score).join(''));
    }
    return io.signal.aborted ? 1 : status;
  },
});
