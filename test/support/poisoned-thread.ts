import { parentPort, workerData } from 'node:worker_threads';
import type { MakeReader } from '../../server/core/reading/reading-pool.ts';
import { serveThread } from '../../server/text/pool/serve-thread.ts';
import { makeAnalysis } from './make.ts';

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/**
 * A real thread of the pool with a light reader that some texts are poison to: on "spin" it hangs and keeps a
 * processor busy, on "hang" it waits for ever. A reading's language is the words it was taught, its version tells
 * the overlay.
 */
const make: MakeReader = ({ words, overlay }) => ({
  version: `test-${overlay?.join('.') ?? 'plain'}`,
  read(text) {
    if (text.includes('throw')) throw new Error(`stumbled over ${text}`);
    if (text.includes('spin')) for (;;);
    if (text.includes('hang')) sleep(Number.POSITIVE_INFINITY);
    if (text.includes('die')) process.exit(1);
    if (text.includes('slow')) sleep(300);
    return { ...makeAnalysis(), language: `${text}|${words.join()}` };
  },
});

if (parentPort === null) throw new Error('this is a thread');
serveThread(parentPort, workerData, make);
