import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CHILD = join(import.meta.dirname, 'ingest-child.ts');

export interface Ingesting {
  readonly child: ChildProcess;
  readonly acknowledged: Set<string>;
  readonly first: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

/** A real process that ingests and says which posts it was told are safe. */
export function startIngest(...args: readonly string[]): Ingesting {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged = new Set<string>();
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const first = once(lines, 'line');
  lines.on('line', (line) => {
    for (const id of JSON.parse(line) as string[]) acknowledged.add(id);
  });
  return { child, acknowledged, first, ended: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}
