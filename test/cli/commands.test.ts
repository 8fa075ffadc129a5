import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveAlone } from '../../server/installation.ts';
import { tempFolder } from '../support/database.ts';
import { inProcess, tingchao } from './tingchao.ts';

const folder = path.resolve(import.meta.dirname, '../../server/cli');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));

describe('the command line', () => {
  test('help lists every command and every setting, and is not an error', async () => {
    const { status, stdout } = await inProcess(['help']);
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(stdout).toContain('TINGCHAO_DATA');
  });

  test.each(names)('%s explains itself without running', async (name) => {
    const { status, stdout, stderr } = await inProcess([name, '--help'], { TINGCHAO_PORT: 'broken' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^usage: tingchao ${name}\\b`));
  });

  test.each(names)(
    '%s: each option of its usage is explained below it, in lines that fit a terminal',
    async (name) => {
      const { stdout } = await inProcess(['help', name]);
      expect(stdout.split('\n').filter((line) => [...line].length > 120)).toEqual([]);
      const [usage = '', ...rest] = stdout.split('\n\n');
      const options = new Set(usage.match(/--[a-z][\w-]*/g));
      const explained = new Set(rest.join('\n').match(/--[a-z][\w-]*/g));
      expect([...options].filter((option) => !explained.has(option))).toEqual([]);
    },
  );

  test.each([[['help', '--help']], [['help', 'help']], [['help', '-h']]])('%j is the list', async (args) => {
    expect(await inProcess(args)).toEqual(await inProcess(['help']));
  });

  test('help takes one command', async () => {
    const { status, stderr } = await inProcess(['help', 'serve', 'worker']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('"worker" is one word too many')]);
  });

  test('a command that does not exist: what was meant, on stderr, status 1', async () => {
    const { status, stdout, stderr } = await tingchao(['analize']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('did you mean analyse?');
  });

  test.each([
    [['detect', '--bukket', '5m'], 'did you mean --bucket?'],
    [['detect', '--bucket', '7m'], '5m, 1h or 1d'],
    [['detect', '--bucket'], '--bucket needs a value'],
    [['read', 'rss'], '--page FILE is missing'],
    [['read'], 'SOURCE is missing'],
    [['read', 'rs', '--page', 'x'], 'did you mean rss?'],
    [['analyse', 'extra'], '"extra" is one word too many'],
    [['export', '--watch', '1', '--from', 'soon', '--to', '2026-01-01'], '--from takes a date'],
    [['export', '--watch', '1', '--from', '2026-01-02', '--to', '2026-01-01'], '--from must lie before --to'],
    [['prune'], '--days N'],
    [['serve', '--no-worker'], 'on SQLite the worker is part of serve'],
    [['worker'], 'on SQLite the worker is part of "tingchao serve"'],
    [['worker', '--jobs', 'alrets'], 'did you mean alerts?'],
    [['worker', '--jobs', 'everything-else'], 'groups are alerts, crawl'],
  ])('%j is refused in words that help', async (args, words) => {
    const { status, stdout, stderr } = await inProcess(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    [['user', 'add'], 'NAME is missing'],
    [['user', 'add', '小王', '--role', 'boss'], 'a role is one of viewer, member, admin, not "boss"'],
    [['robots', '--limit', '0'], '--limit takes a whole number'],
    [['prune', '--days', '0'], '--days N'],
  ])('%j makes no installation first', async (args, words) => {
    const data = path.join(tempFolder(), 'data');
    const { status, stderr } = await inProcess(args, { TINGCHAO_DATA: data });
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
    expect(existsSync(data)).toBe(false);
  });
});

describe('one folder', () => {
  test('is served by one server at a time, and free again when it ends', () => {
    const config = { dataFolder: tempFolder(), databaseUrl: null };
    const letGo = serveAlone(config);
    expect(() => serveAlone(config)).toThrow(/another server works in/);
    letGo();
    serveAlone(config)();
  });

  test('the demo takes no installation and no file that is not its own', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, '.tingchao-demo'));
    writeFileSync(path.join(folder, 'tingchao.db'), 'somebody’s posts');
    const { status, stderr } = await inProcess(['demo'], { TINGCHAO_DATA: folder, TINGCHAO_PORT: '0' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('holds an installation')]);
    expect(readFileSync(path.join(folder, 'tingchao.db'), 'utf8')).toBe('somebody’s posts');
  });
});
