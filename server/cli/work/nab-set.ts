import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { type NabResult, type NabSeries, type NabWeights, nabScore } from '../../core/series/nab-score.ts';
import { createStreamDetector } from '../../core/series/stream-detect.ts';
import { median } from '../../core/statistics/median.ts';
import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import { readChinaTime } from '../shell/china-time.ts';

/** How `detect` does on the labelled series of one group, by one profile of weights. */
export interface NabReport extends NabResult {
  readonly set: string;
  readonly profile: string;
  readonly series: number;
  readonly rows: number;
}

type Windows = Readonly<Record<string, readonly (readonly [string, string])[]>>;
type Profiles = Readonly<
  Record<string, { readonly CostMatrix: { tpWeight: number; fpWeight: number; fnWeight: number } }>
>;

const BUCKETS = [5 * MINUTE, HOUR, DAY];

/**
 * Scores `detect` on DIR/nab as the Numenta Anomaly Benchmark lays it out (data/GROUP/*.csv,
 * labels/combined_windows.json, config/profiles.json): one threshold a group and profile, the best. A group
 * without a single window has no score and is left out. Nothing where there is no such folder. Throws
 * AppError('bad_file') where it cannot be read.
 */
export function measureNab(folder: string): NabReport[] {
  const root = path.join(folder, 'nab');
  if (!existsSync(path.join(root, 'labels'))) return [];
  const windows = readJson<Windows>(path.join(root, 'labels', 'combined_windows.json'));
  const profiles = readJson<Profiles>(path.join(root, 'config', 'profiles.json'));
  return groupsIn(path.join(root, 'data')).flatMap((group) => {
    const files = readdirSync(path.join(root, 'data', group)).map((name) => `${group}/${name}`);
    const labelled = files.filter((file) => windows[file] !== undefined);
    if (labelled.every((file) => windows[file]?.length === 0)) return [];
    const series = labelled.map((file) => scored(path.join(root, 'data', file), windows[file] ?? []));
    const rows = series.reduce((sum, { times }) => sum + times.length, 0);
    return Object.entries(profiles).map(([profile, { CostMatrix }]) => ({
      set: `nab/${group}`,
      profile,
      series: series.length,
      rows,
      ...nabScore(series, weightsOf(CostMatrix)),
    }));
  });
}

/** Beside its groups the benchmark keeps a README. */
function groupsIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function weightsOf(cost: { tpWeight: number; fpWeight: number; fnWeight: number }): NabWeights {
  return { found: cost.tpWeight, falseRow: cost.fpWeight, missed: cost.fnWeight };
}

/** The windows write fractions of a second that the rows do not. */
const plain = (time: string) => time.trim().replace(/\..*$/, '');

function rowOf(file: string, line: string) {
  const [time = '', value = ''] = line.split(',');
  const row = { time: plain(time), at: readChinaTime(plain(time)), value: +value };
  if (value.trim() !== '' && Number.isFinite(row.at + row.value)) return row;
  throw new AppError('bad_file', `${file}: "${line.slice(0, 60)}" is no time and value`);
}

function scored(file: string, windows: readonly (readonly [string, string])[]): NabSeries {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => rowOf(file, line));
  const judge = createStreamDetector(bucketOf(rows.map(({ at }) => at)));
  return {
    times: rows.map(({ time }) => time),
    windows: windows.map(([from, to]) => [plain(from), plain(to)]),
    scores: rows.map(({ at, value }) => judge(at, Math.max(0, value)).score),
  };
}

/** The bucket to hand to `detect`: the one nearest to the usual step. */
function bucketOf(times: readonly number[]): number {
  const step = Math.max(1, median(times.slice(1).map((at, i) => at - (times[i] ?? at))));
  const off = (bucket: number) => Math.abs(Math.log(bucket / step));
  return BUCKETS.reduce((best, bucket) => (off(bucket) < off(best) ? bucket : best));
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (fault) {
    throw new AppError('bad_file', `${file}: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

export function nabTable(reports: readonly NabReport[]): string {
  const rows = reports.map(
    ({ set, profile, score, found, windows, falseRows, threshold, series, rows }) =>
      `| ${set} | ${profile} | ${score.toFixed(1)} | ${found}/${windows} | ${falseRows} | ${threshold.toFixed(3)} | ${series} | ${rows} |`,
  );
  return [
    '| set | profile | NAB score | windows found | false rows | threshold | series | rows |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
