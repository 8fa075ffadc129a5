import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { measureNab, nabTable } from '../../server/cli/work/nab-set.ts';
import { HOUR } from '../../server/core/time.ts';

const START = Date.UTC(2026, 0, 5);
const stamp = (hour: number) => new Date(START + hour * HOUR).toISOString().slice(0, 19).replace('T', ' ');

let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, 'nab', name)), { recursive: true });
  writeFileSync(path.join(folder, 'nab', name), text);
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tingchao-nab-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Hours of 20 posts, and 400 in hour 500; the window opens an hour before and is written with fractions. */
function writeSet(): void {
  const rows = Array.from({ length: 600 }, (_, i) => `${stamp(i)},${i === 500 ? 400 : 20 + (i % 3)}`);
  write('data/posts/one.csv', `timestamp,value\n${rows.join('\n')}\n`);
  write('data/posts/unlabelled.csv', `timestamp,value\n${rows.join('\n')}\n`);
  write(
    'labels/combined_windows.json',
    JSON.stringify({ 'posts/one.csv': [[`${stamp(499)}.000000`, `${stamp(520)}.000000`]] }),
  );
  write(
    'config/profiles.json',
    JSON.stringify({ standard: { CostMatrix: { tpWeight: 1, fpWeight: 0.11, fnWeight: 1 } } }),
  );
}

describe('a folder of labelled series', () => {
  test('is judged as detect does, by the labelled series only', () => {
    writeSet();
    const reports = measureNab(folder);
    expect(reports).toMatchObject([
      { set: 'nab/posts', profile: 'standard', series: 1, rows: 600, windows: 1, found: 1, falseRows: 0 },
    ]);
    expect(reports[0]?.score).toBeGreaterThan(95);
    expect(nabTable(reports)).toContain('| nab/posts | standard | ');
  });

  test('may hold more than groups, and a group where nothing is wrong: neither is scored', () => {
    writeSet();
    write('data/README.md', '# The series');
    write('data/calm/one.csv', `timestamp,value\n${stamp(0)},3\n${stamp(1)},4\n`);
    const windows = { 'posts/one.csv': [[stamp(499), stamp(520)]], 'calm/one.csv': [] };
    write('labels/combined_windows.json', JSON.stringify(windows));
    expect(measureNab(folder).map(({ set }) => set)).toEqual(['nab/posts']);
  });

  test('is no matter where there is none, and a fault where it cannot be read', () => {
    expect(measureNab(folder)).toEqual([]);
    writeSet();
    write('config/profiles.json', 'oops');
    expect(() => measureNab(folder)).toThrow(expect.objectContaining({ code: 'bad_file' }));
    for (const row of ['soon,3', `${stamp(1)},many`, `${stamp(1)},`]) {
      writeSet();
      write('data/posts/one.csv', `timestamp,value\n${stamp(0)},3\n${row}\n`);
      expect(() => measureNab(folder)).toThrow(expect.objectContaining({ code: 'bad_file' }));
    }
  });
});
