import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { wholeLines } from './whole-lines.ts';

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * Lines of a stream, as many at once as each chunk completes, so that neither memory nor waiting grows
 * with the input; of a line that never ends only the start is kept. A byte order mark at the start and
 * carriage returns at line ends are dropped.
 */
export async function* readLines(input: Readable): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder('utf-8');
  let number = 0;
  for await (const piece of wholeLines(input)) {
    const texts = decoder.decode(piece).split('\n');
    if (texts.at(-1) === '') texts.pop();
    yield texts.map((text) => {
      number += 1;
      return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    });
  }
}

/** Writes, and waits while the reader is slower than we are. */
export async function put(output: Writable, text: string | Uint8Array): Promise<void> {
  if (text.length > 0 && !output.write(text)) await once(output, 'drain');
}

/** One bad input line, as programs read it. */
export function putFault(output: Writable, line: number, code: string, message: string): void {
  output.write(`${JSON.stringify({ line, error: code, message })}\n`);
}
