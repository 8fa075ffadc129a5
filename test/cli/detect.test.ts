import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../server/cli/shell/streams.ts';
import { createStreamDetector } from '../../server/core/series/stream-detect.ts';
import { HOUR } from '../../server/core/time.ts';
import { inProcess, jsonLines, tingchao } from './tingchao.ts';

const START = Date.UTC(2026, 0, 5);

/** Hourly counts with a day's rhythm, and a peak of eight times the usual in the last hour but two. */
function rows(days: number, peak: number): string[] {
  return Array.from({ length: days * 24 }, (_, i) => {
    const usual = 20 + 15 * Math.sin((i / 24) * 2 * Math.PI) + (i % 5);
    const value = i === days * 24 - 3 ? peak : Math.round(usual);
    return `${new Date(START + i * HOUR).toISOString().slice(0, 19).replace('T', ' ')},${value}`;
  });
}

describe('tingchao detect', () => {
  test('takes neither a bucket nor a count that is none', async () => {
    expect((await inProcess(['detect', '--bucket', 'toString'])).status).toBe(1);
    const input = 'timestamp,value\n2026-01-01 00:00:00,1e308\n2026-01-01 01:00:00,3\n';
    const { status, stdout, stderr } = await inProcess(['detect', '--bucket', '1h'], {}, input);
    expect([status, stdout.includes('NaN'), jsonLines(stderr)[0]?.line]).toEqual([1, false, 2]);
  });

  test('answers every row in order: its own words, a score from 0 to 1, what was expected', async () => {
    const input = rows(14, 400);
    const { status, stdout, stderr } = await tingchao(
      ['detect', '--bucket', '1h'],
      ['timestamp,value', ...input, ''].join('\n'),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(header).toBe('timestamp,value,anomaly_score,expected');
    expect(lines.map((line) => line.split(',').slice(0, 2).join(','))).toEqual(input);
    const scores = lines.map((line) => Number(line.split(',')[2]));
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    expect(scores.indexOf(Math.max(...scores))).toBe(input.length - 3);
    expect(scores.at(-3)).toBeGreaterThan(0.5);
  });

  test('a row depends on the rows before it only', async () => {
    const whole = rows(14, 400);
    const answer = async (lines: string[]) =>
      (
        await inProcess(['detect', '--bucket', '1h'], {}, ['timestamp,value', ...lines].join('\n'))
      ).stdout.split('\n');
    const all = await answer(whole);
    expect(await answer(whole.slice(0, 100))).toEqual([...all.slice(0, 101), '']);
  });

  test('a bad row is told by number, costs no other, and makes the status 1', async () => {
    const input =
      'timestamp,value\n2026-01-01 00:00:00,3\nyesterday,4\n2026-01-01 02:00:00,many\n2026-01-01 03:00:00,5\n';
    const { status, stdout, stderr } = await inProcess(['detect', '--bucket', '1h'], {}, input);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual([
      [3, 'bad_row'],
      [4, 'bad_row'],
    ]);
  });

  test('a time that repeats or goes back is refused by a code of its own, and nothing after it knows of it', async () => {
    const answer = async (lines: readonly string[]) =>
      inProcess(['detect', '--bucket', '1h'], {}, ['timestamp,value', ...lines].join('\n'));
    const good = rows(3, 20);
    const again = good[29]?.replace(/,.*/, ',9000') ?? '';
    const mixed = [...good.slice(0, 30), again, good[10] ?? '', ...good.slice(30)];
    const { status, stdout, stderr } = await answer(mixed);
    expect(status).toBe(1);
    expect(jsonLines(stderr).map(({ line, error }) => [line, error])).toEqual([
      [32, 'repeated_time'],
      [33, 'earlier_time'],
    ]);
    expect(stdout).toBe((await answer(good)).stdout);
  });

  test('a line that never ends is one bad row, and what is kept of it stays small', async () => {
    const long = Buffer.alloc(1024 * 1024, '1');
    async function* input() {
      yield Buffer.from('timestamp,value\n2026-01-01 00:00:00,3\n2026-01-01 01:00:00,');
      for (let piece = 0; piece < 64; piece++) yield long;
      yield Buffer.from('\n2026-01-01 02:00:00,4');
    }
    const read = [];
    for await (const lines of readLines(Readable.from(input()))) read.push(...lines);
    expect(read.map(({ number, text }) => [number, text.length < 20 * 1024 * 1024])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, true],
    ]);
    expect(read[3]?.text).toBe('2026-01-01 02:00:00,4');
    const { stdout, stderr } = await inProcess(
      ['detect', '--bucket', '1h'],
      {},
      `2026-01-01 00:00:00,3\n2026-01-01 01:00:00,${'1'.repeat(2_000)}\n2026-01-01 02:00:00,4\n`,
    );
    expect([stdout.trimEnd().split('\n').length, jsonLines(stderr)]).toEqual([
      3,
      [expect.objectContaining({ line: 2, message: 'longer than 1000 characters' })],
    ]);
  });

  test('a calm series never alarms; the hours after a peak are not a new one', () => {
    const judge = createStreamDetector(HOUR);
    const scores = rows(28, 300).map((row, i) => judge(START + i * HOUR, Number(row.split(',')[1])).score);
    expect(Math.max(...scores.slice(48, -3))).toBeLessThan(0.5);
    expect(Math.max(...scores.slice(-2))).toBeLessThan(scores.at(-3) ?? 0);
  });
});
