import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { runBenchmarks } from '../../server/cli/shell/benchmarks.ts';
import { USAGE } from '../bench/options.ts';
import { tempFolder } from '../support/database.ts';
import { inProcess } from './tingchao.ts';

async function run(root: string, args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: new PassThrough(), stdout, stderr, env: {}, signal: new AbortController().signal };
  const status = await runBenchmarks(root, args, io);
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr) };
}

function clone(script: string): string {
  const root = tempFolder();
  mkdirSync(path.join(root, 'test/bench'), { recursive: true });
  writeFileSync(path.join(root, 'test/bench/bench.ts'), script);
  return root;
}

test('what is asked of bench is handed on as it is, and so is what comes of it', async () => {
  const root = clone(
    'console.log(process.argv.slice(2).join("|")); console.error("detect …"); process.exit(3);',
  );
  expect(await run(root, ['--only', 'detect', '--texts', 'a b'])).toEqual({
    status: 1,
    stdout: '--only|detect|--texts|a b\n',
    stderr: 'detect …\n',
  });
  expect((await run(clone(''), [])).status).toBe(0);
});

test('where there are no tests, that is said', async () => {
  await expect(run(tempFolder(), [])).rejects.toThrow(/come with a clone of the repository/);
});

test.each([
  [['--onli', 'detect'], 'did you mean --only?'],
  [['--only', 'detekt'], 'did you mean detect?'],
  [['--posts', 'many'], '--posts takes a whole number'],
  [['--', '--keep'], '--keep needs a value'],
])('bench %j is refused in words that help', async (args, words) => {
  const { status, stdout, stderr } = await inProcess(['bench', ...args]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
});

test('the help of the command names each option that the benchmarks take', async () => {
  const { stdout } = await inProcess(['bench', '--help']);
  const options = USAGE.match(/^ {2}--[\w-]+/gm)?.map((each) => each.trim()) ?? [];
  expect(options.length).toBe(10);
  for (const option of options) expect(stdout).toContain(option);
});
