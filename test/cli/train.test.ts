import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { REQUIRED_SETS } from '../../server/text/training/required-sets.ts';
import { tempFolder } from '../support/database.ts';
import { start, tingchao } from './tingchao.ts';

function writeSet(folder: string, [set, part]: readonly [string, string], lines: readonly object[]): void {
  mkdirSync(path.join(folder, set), { recursive: true });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(path.join(folder, set, `${part}.jsonl.gz`), gzipSync(text));
}

/** Models that somebody made before. */
function madeBefore(folder: string): string {
  const out = path.join(folder, 'models');
  mkdirSync(out);
  writeFileSync(path.join(out, 'model.bin'), 'made before');
  return out;
}

function expectUntouched(out: string): void {
  expect(readdirSync(out)).toEqual(['model.bin']);
  expect(readFileSync(path.join(out, 'model.bin'), 'utf8')).toBe('made before');
}

describe('tingchao train DIR', () => {
  test.each([
    ['that is not there', (folder: string) => path.join(folder, 'none')],
    ['without any set', (folder: string) => folder],
  ])('a folder %s changes nothing', async (_, of) => {
    const folder = tempFolder();
    const out = madeBefore(folder);
    const { status, stdout, stderr } = await tingchao(['train', of(folder), '--out', out]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('waimai/train.jsonl.gz');
    expectUntouched(out);
    const events = await tingchao(['train', of(folder), '--events', '--out', out]);
    expect(events).toMatchObject({ status: 1, stdout: '' });
    expect(events.stderr).toContain('event_pairs/train.jsonl.gz');
    expectUntouched(out);
  });

  test('one set short: it is named and no folder is made', async () => {
    const folder = tempFolder();
    for (const place of REQUIRED_SETS) if (place[0] !== 'smp_virus') writeSet(folder, place, []);
    const out = path.join(folder, 'new', 'models');
    const { status, stderr } = await tingchao(['train', folder, '--out', out]);
    expect(status).toBe(1);
    expect(stderr).toContain('holds no smp_virus/train.jsonl.gz, smp_virus/dev.jsonl.gz:');
    expect(existsSync(path.join(folder, 'new'))).toBe(false);
  });

  test('sets that teach nothing make no model', async () => {
    const folder = tempFolder();
    for (const place of REQUIRED_SETS) writeSet(folder, place, []);
    const out = madeBefore(folder);
    const { status, stdout, stderr } = await tingchao(['train', folder, '--out', out]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('teach nothing');
    expectUntouched(out);
    const anew = path.join(folder, 'new', 'models');
    expect(await tingchao(['train', folder, '--out', anew])).toMatchObject({ status: 1, stdout: '' });
    expect(existsSync(path.join(folder, 'new'))).toBe(false);
  });

  test('asked to stop it ends at once, in the middle of learning, and changes nothing', async () => {
    const folder = tempFolder();
    const rows = Array.from({ length: 3_000 }, (_, at) => ({
      id: `${at}`,
      text: `第${at}份面条送到公司楼下同事说味道${at % 2 === 0 ? '很好下次再来' : '太差不会再来'}，一起吃过`,
      label: at % 2,
      emotion: at % 2 === 0 ? 'angry' : 'happy',
      sentiment: at % 2 === 0 ? -1 : 1,
    }));
    for (const place of REQUIRED_SETS) writeSet(folder, place, rows);
    const out = madeBefore(folder);
    const child = start(['train', folder, '--out', out]);
    let told = '';
    const learning = Promise.withResolvers<void>();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (/features/.test(told)) learning.resolve();
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await Promise.race([learning.promise, ended]);
    expect(told).toMatch(/[1-9]\d* features/);
    const asked = performance.now();
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(performance.now() - asked).toBeLessThan(3_000);
    expect(told).toContain('stopped: nothing was put in place');
    expectUntouched(out);
  });
});
