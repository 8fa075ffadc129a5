import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { tingchao } from './tingchao.ts';

/** Files that somebody else on this machine could read. */
function openFiles(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => {
    const stat = statSync(path.join(folder, name));
    return stat.isFile() && (stat.mode & 0o007) !== 0;
  });
}

test('in a folder that everybody may enter, the database and its backup are their owner’s alone', async () => {
  const folder = tempFolder();
  const data = path.join(folder, 'data');
  mkdirSync(data);
  chmodSync(data, 0o755);
  const rows = path.join(folder, 'rows.csv');
  writeFileSync(rows, 'id,text,time\n1,停暖两天,2026-11-20 08:00:00', { mode: 0o600 });
  const env = { TINGCHAO_DATA: data };
  expect((await tingchao(['import', rows, '--platform', '投诉台'], '', env)).status).toBe(0);
  expect((await tingchao(['backup', path.join(folder, 'copy')], '', env)).status).toBe(0);
  expect(readdirSync(data)).toContain('tingchao.db');
  expect(openFiles(folder)).toEqual([]);
});
