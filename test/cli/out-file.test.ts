import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../server/cli/shell/commands.ts';
import { openInstallation } from '../../server/installation.ts';
import { tempFolder } from '../support/database.ts';
import { inProcess } from './tingchao.ts';

/** Of the system; Node itself makes no pipe with a name. */
const MKFIFO = 'mkfifo';
const RANGE = ['--from', '2026-11-20', '--to', '2026-11-21'];

describe('a file to be written', () => {
  test.each([
    ['report', ['report']],
    ['export', ['export', '--watch', '1', ...RANGE]],
  ])('into a folder that is not there: %s names it, in one line', async (_, args) => {
    const folder = path.join(tempFolder(), 'missing');
    const env = { TINGCHAO_DATA: tempFolder() };
    const { status, stderr } = await inProcess([...args, '--out', path.join(folder, 'a.docx')], env);
    expect([status, stderr]).toEqual([1, `tingchao: there is no folder ${folder}; make it first\n`]);
  });

  test('over a folder: it is named', async () => {
    const folder = tempFolder();
    const { stderr } = await inProcess(['report', '--out', folder], { TINGCHAO_DATA: tempFolder() });
    expect(stderr).toBe(`tingchao: ${folder} is a folder; --out names a file\n`);
  });

  test('a backup into a file is refused in words, and the file stays', async () => {
    const file = path.join(tempFolder(), 'afile');
    writeFileSync(file, 'x');
    const { status, stderr } = await inProcess(['backup', file], { TINGCHAO_DATA: tempFolder() });
    expect([status, stderr]).toEqual([1, `tingchao: ${file} is a file, not a folder\n`]);
    expect(existsSync(file)).toBe(true);
  });

  test('a link stays a link, and what it names gets what was written; a pipe is written to and stays one', async () => {
    const folder = tempFolder();
    const env = { TINGCHAO_DATA: path.join(folder, 'data') };
    await (await openInstallation({ dataFolder: env.TINGCHAO_DATA, databaseUrl: null })).db.destroy();
    const [file, link, pipe] = ['real.json', 'link.json', 'pipe'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, '');
    symlinkSync(file, link);
    const write = (out: string) => inProcess(['report', '--format', 'json', '--out', out], env);
    expect((await write(link)).status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ title: expect.any(String) });
    spawnSync(MKFIFO, [pipe]);
    const [heard, { status }] = await Promise.all([readFile(pipe, 'utf8'), write(pipe)]);
    expect(status).toBe(0);
    expect(JSON.parse(heard)).toMatchObject({ title: expect.any(String) });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a report goes to no terminal', async () => {
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    const stdout = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end();
    const told = Promise.all([buffer(stdout), buffer(stderr)]);
    const env = { TINGCHAO_DATA: tempFolder() };
    const { signal } = new AbortController();
    const status = await runCommandLine(['report'], { stdin, stdout, stderr, env, signal });
    stdout.end();
    stderr.end();
    const [out, err] = await told;
    expect([status, out.length, err.toString()]).toEqual([1, 0, expect.stringContaining('--out')]);
  });
});

test('train without anything names what is missing', async () => {
  const { status, stderr } = await inProcess(['train'], { TINGCHAO_DATA: tempFolder() });
  expect([status, stderr]).toEqual([1, expect.stringContaining('DIR is missing')]);
});

test('collect names the setting that allows a private address', async () => {
  const args = ['collect', 'rss', '--param', 'url=http://127.0.0.1:9/feed.xml'];
  const { status, stderr } = await inProcess(args, { TINGCHAO_DATA: tempFolder() });
  expect([status, stderr]).toEqual([1, expect.stringContaining('TINGCHAO_ALLOW_PRIVATE')]);
});
