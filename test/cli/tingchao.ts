import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { CommandPauses } from '../../server/cli/shell/command.ts';
import { runCommandLine } from '../../server/cli/shell/commands.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command in a process of its own, with no settings but those given. */
export function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [path.join(ROOT, 'server/main.ts'), ...args], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** What a command said until it ended. */
export function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

/** Runs the real command to its end. */
export function tingchao(
  args: readonly string[],
  input = '',
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = start(args, env);
  // A command that refuses its arguments never reads its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return endOf(child);
}

/** The same without a process of its own, for what hangs on none. */
export async function inProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
  pauses: CommandPauses = {},
): Promise<Ended> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  stdin.end(input);
  const told = Promise.all([buffer(stdout), buffer(stderr)]);
  const status = await runCommandLine(args, { stdin, stdout, stderr, env, signal, pauses });
  stdout.end();
  stderr.end();
  const [out, err] = await told;
  return { status, stdout: out.toString(), stderr: err.toString() };
}

/** The objects of a JSONL answer. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
