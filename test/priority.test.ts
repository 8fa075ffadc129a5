import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const MODULE = new URL('../server/worker/priority.ts', import.meta.url).href;
const ASK = `import('${MODULE}').then(({ lowerPriority }) => {
  const { Worker, parentPort } = require('node:worker_threads');
  const own = lowerPriority();
  const child = new Worker("require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority())", { eval: true });
  child.on('message', (started) => parentPort.postMessage({ own, started }));
})`;

/** What a thread that gives way comes to, and one that it starts then. */
async function giveWayInThread(): Promise<unknown> {
  const thread = new Worker(ASK, { eval: true });
  try {
    return await new Promise((resolve, reject) => thread.on('message', resolve).on('error', reject));
  } finally {
    await thread.terminate();
  }
}

test.runIf(process.platform === 'linux')(
  'a worker thread and the threads that it starts step back, and the pages of its process do not',
  async () => {
    const pages = getPriority();
    const nice = Math.min(19, pages + 5);
    expect(await giveWayInThread()).toEqual({ own: nice, started: nice });
    expect(getPriority()).toBe(pages);
  },
);

test.skipIf(process.platform === 'linux')(
  'elsewhere a thread cannot step back alone, and stays',
  async () => {
    const pages = getPriority();
    expect(await giveWayInThread()).toEqual({ own: pages, started: pages });
    expect(getPriority()).toBe(pages);
  },
);
