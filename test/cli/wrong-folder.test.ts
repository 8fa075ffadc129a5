import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { inProcess } from './tingchao.ts';

describe('in a folder without an installation', () => {
  test.each([
    [['secret', 'rotate']],
    [['user', 'list']],
    [['user', 'password', '小王']],
    [['prune', '--days', '30']],
    [['rebuild-buckets']],
    [['train', '--revert']],
    [['train', '--overlay']],
    [['robots']],
    [['export', '--watch', '供热', '--from', '2026-01-01', '--to', '2026-01-02']],
  ])('%j fails, names the place and the setting, and makes nothing', async (args) => {
    const data = path.join(tempFolder(), 'data');
    const { status, stdout, stderr } = await inProcess(args, { TINGCHAO_DATA: data });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`there is no installation at ${path.join(data, 'tingchao.db')}`);
    expect(stderr).toContain('TINGCHAO_DATA');
    expect(existsSync(data)).toBe(false);
  });

  test('a file that is not there is told, and no installation made for it', async () => {
    const folder = tempFolder();
    const data = path.join(folder, 'data');
    const { status, stderr } = await inProcess(['import', path.join(folder, 'nofile.csv')], {
      TINGCHAO_DATA: data,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('nofile.csv')]);
    expect(existsSync(data)).toBe(false);
  });

  test('the first account makes one, and says where; the next says nothing', async () => {
    const data = path.join(tempFolder(), 'data');
    const add = (name: string) =>
      inProcess(['user', 'add', name, '--role', 'admin'], { TINGCHAO_DATA: data });
    const first = await add('小王');
    expect([first.status, first.stderr]).toEqual([
      0,
      expect.stringContaining(`a new installation was made at ${path.join(data, 'tingchao.db')}`),
    ]);
    expect((await add('小李')).stderr).not.toContain('installation');
  });

  test('a database that holds something else is none', async () => {
    const data = tempFolder();
    writeFileSync(path.join(data, 'tingchao.db'), '');
    const { status, stderr } = await inProcess(['user', 'list'], { TINGCHAO_DATA: data });
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no installation at')]);
  });
});
