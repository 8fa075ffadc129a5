import path from 'node:path';
import { expect, test } from 'vitest';
import { findAccount } from '../../server/db/access/accounts.ts';
import { proveAudit, readAuditPage } from '../../server/db/access/audit.ts';
import { isPassword } from '../../server/flows/access/password-hash.ts';
import { inProcess, jsonLines } from '../cli/tingchao.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../support/database.ts';

/** An installation of this run's engine. */
async function installation() {
  const place = await makePlace();
  const postgres = engine() === 'postgres';
  const env = postgres
    ? { DATABASE_URL: place, TINGCHAO_DATA: tempFolder() }
    : { TINGCHAO_DATA: path.dirname(place) };
  const run = (line: string, input = '', more = {}) =>
    inProcess(['user', ...line.split(' ')], { ...env, ...more }, input);
  return { run, open: () => makeDatabase(place) };
}

test('user adds, lists, changes and removes accounts, and says so in the log', async () => {
  const { run, open } = await installation();
  expect(await run('add 李雷 --role viewer')).toMatchObject({ status: 1, stdout: '' });
  const first = await run('add 王敏 --role admin', 'a quiet harbour\nsecond line\n');
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(jsonLines(first.stdout)).toEqual([{ name: '王敏', role: 'admin' }]);
  const [second] = jsonLines((await run('add 李雷 --role viewer')).stdout);
  expect(second?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  expect((await run('role 李雷 member')).status).toBe(0);
  expect((await run('disable 李雷')).status).toBe(0);
  expect(jsonLines((await run('list')).stdout)).toMatchObject([
    { name: '李雷', role: 'member', disabledAt: expect.any(String), seenAt: null, mustChange: true },
    { name: '王敏', role: 'admin', disabledAt: null, sessions: 0, mustChange: false },
  ]);
  expect((await run('enable 李雷')).status).toBe(0);
  const [given] = jsonLines((await run('password 李雷')).stdout);
  expect(await run('password 王敏', 'another harbour')).toMatchObject({ status: 0, stdout: '' });
  expect((await run('remove 李雷')).status).toBe(0);
  const db = await open();
  const hash = (await findAccount(db, { key: '王敏' }))?.passwordHash ?? null;
  expect(await isPassword('another harbour', hash)).toBe(true);
  const { rows } = await readAuditPage(db, { who: '命令行' });
  expect(rows.toReversed().map(({ action }) => action.slice('account.'.length))).toEqual([
    'add',
    'add',
    'role',
    'switch',
    'switch',
    'password',
    'password',
    'remove',
  ]);
  expect(JSON.stringify(rows)).not.toContain(given?.password);
  expect(await proveAudit(db)).toEqual({ rows: 8, brokenAt: null });
}, 120_000);

test('user refuses in one line what cannot be', async () => {
  const { run } = await installation();
  await run('add 王敏 --role admin', 'a quiet harbour');
  const refused = async (line: string, input = '', more = {}) => {
    const { status, stdout, stderr } = await run(line, input, more);
    expect([status, stdout]).toEqual([1, '']);
    return stderr;
  };
  expect(await refused('disable 王敏')).toContain('last administrator');
  expect(await refused('remove 没有')).toContain('no account named 没有');
  expect(await refused('role 王敏 boss')).toContain('not "boss"');
  expect(await refused('add 李雷')).toContain('a role is one of');
  expect(await refused('add 李雷 --role viewer', 'short')).toContain('shorter than 10');
  expect(await refused('add 管理令牌 --role viewer')).toContain('is kept for the installation');
  expect(await refused('befriend 王敏')).toContain('say what to do');
  const token = { TINGCHAO_TOKEN: 'a-long-enough-token-for-tests' };
  expect((await run('remove 王敏', '', token)).status).toBe(0);
}, 120_000);
