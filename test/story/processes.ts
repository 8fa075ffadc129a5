import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { engine, makePlace, tempFolder } from '../support/database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Running {
  readonly child: ChildProcess;
  /** Everything said on stderr so far. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

/**
 * The settings of an installation of the test's own, on the engine that the run is about.
 * @param options.empty nothing is in it, as the demo wants it
 */
export async function makeHome(options: { readonly empty?: boolean } = {}): Promise<Record<string, string>> {
  const place = await makePlace(options);
  if (engine() === 'sqlite') return { TINGCHAO_DATA: path.dirname(place) };
  return { TINGCHAO_DATA: tempFolder(), DATABASE_URL: place };
}

/** The real command in a process of its own, killed at the end of the test if it still runs. */
export function run(args: readonly string[], env: Record<string, string>): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [path.join(ROOT, 'server/main.ts'), ...args], {
    cwd: ROOT,
    env: { PATH, HOME, TINGCHAO_PORT: '0', TINGCHAO_LOG: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, said: () => text, ended };
}

/** Waits for something to be true; the error tells what was awaited and what was last seen. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  enough: (seen: T) => boolean,
  ms: number,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (enough(seen)) return seen;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}; last seen: ${JSON.stringify(seen)}`);
    await sleep(150);
  }
}

/** Talks to the API as the page does: JSON in and out, from the server's own origin. */
export function apiOf(url: string) {
  return async <T>(method: string, route: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/${route}`, {
      method,
      headers: { origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}
