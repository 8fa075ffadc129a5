import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const PATIENCE_MS = 120_000;

export interface RunningServer {
  readonly url: string;
  /** Milliseconds from its start until it said that people may come. */
  readonly startMs: number;
  megabytes(): number;
  /** Milliseconds of one answer, its body read. */
  ask(path: string): Promise<number>;
  stop(): Promise<void>;
}

/** `tingchao serve` as people run it, on PostgreSQL without a worker, over a database that is there. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<RunningServer> {
  const start = performance.now();
  const flags = env.DATABASE_URL === undefined ? [] : ['--no-worker'];
  const child = spawn(process.execPath, [MAIN, 'serve', ...flags], {
    env: { ...process.env, TINGCHAO_PORT: '0', TINGCHAO_LOG: 'error', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    const url = await addressSaid(child.stderr);
    while ((await fetch(`${url}/ready/pages`)).status !== 200) {
      if (performance.now() - start > PATIENCE_MS) throw new Error('the server does not get ready');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return {
      url,
      startMs: performance.now() - start,
      megabytes: () => residentOf(child.pid),
      async ask(path) {
        const asked = performance.now();
        const answer = await fetch(`${url}${path}`);
        const body = await answer.text();
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${body}`);
        return performance.now() - asked;
      },
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  } catch (fault) {
    child.kill('SIGKILL');
    await ended;
    throw fault;
  }
}

async function addressSaid(stderr: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  const lines = createInterface({ input: stderr });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      const [, url] = /listens on (http\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url.replace(/\/$/, ''));
    });
    lines.on('close', () => reject(new Error(`the server ended: ${said.join('\n')}`)));
  });
}

/** Memory of a process in MB; NaN where the system has no such file. */
function residentOf(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    return Number.NaN;
  }
}
