import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { CommandIO } from './command.ts';

/**
 * Runs the benchmarks of the clone at `root` in a process of their own, which measures nothing of ours.
 * Throws AppError('bad_request') where they are not: whoever only installed the product has no tests.
 */
export async function runBenchmarks(root: string, args: readonly string[], io: CommandIO): Promise<number> {
  const file = path.join(root, 'test/bench/bench.ts');
  if (!existsSync(file)) {
    throw new AppError(
      'bad_request',
      `the benchmarks are not here: there is no ${file}. They come with a clone of the repository: "npm ci" in it, then "npm run bench"`,
    );
  }
  const child = spawn(process.execPath, [file, ...args], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(io.stdout, { end: false });
  child.stderr.pipe(io.stderr, { end: false });
  const stop = () => child.kill('SIGTERM');
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve(status === 0 ? 0 : 1));
    });
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}
