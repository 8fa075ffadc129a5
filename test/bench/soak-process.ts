import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { BroadcastChannel } from 'node:worker_threads';
import { parseConfig } from '../../server/config.ts';
import { startRuntime } from '../../server/runtime.ts';
import { type HeldUp, watchOwnTime } from './own-time.ts';

/** What one process of the product felt while it was soaked. */
export interface SoakFelt {
  /** Longest hold-up of the loop that answers pages, and of the worker's, in ms. */
  readonly web: HeldUp;
  readonly worker: HeldUp;
  /** Megabytes, second by second. */
  readonly rss: readonly number[];
  /** Of it, what is not pages of files, which the machine takes back when it needs them (Linux tells). */
  readonly anon: readonly number[];
  /** Of it, what the heap of the thread that answers pages uses, and that of the worker. */
  readonly heap: readonly number[];
  readonly workerHeap: readonly number[];
}

/** The real product in a process of its own: web thread, worker thread, reading threads. */
const { localHosts } = JSON.parse(process.env.SOAK_OVERRIDES ?? '{}');
delete process.env.SOAK_OVERRIDES;
const runtime = await startRuntime(parseConfig(process.env), { localHosts });
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const own = watchOwnTime();
let worker: HeldUp & { readonly heap: number } = { max: 0, p99: 0, own: 0, heap: 0 };
const channel = new BroadcastChannel('soak');
channel.onmessage = (event) => {
  worker = (event as { readonly data: typeof worker }).data;
};
const rss: number[] = [];
const anon: number[] = [];
const heap: number[] = [];
const workerHeap: number[] = [];
const timer = setInterval(() => {
  const used = process.memoryUsage();
  rss.push(Math.round(used.rss / 1_048_576));
  anon.push(Math.round(anonymous(used.rss) / 1_048_576));
  heap.push(Math.round(used.heapUsed / 1_048_576));
  workerHeap.push(Math.round(worker.heap));
}, 1_000);
process.send?.({ url: runtime.url });
process.on('message', async (word) => {
  if (word !== 'tell') return;
  const web = { max: delay.max / 1e6, p99: delay.percentile(99) / 1e6, own: own() };
  const felt: SoakFelt = { web, worker, rss, anon, heap, workerHeap };
  clearInterval(timer);
  process.send?.({ felt });
  await runtime.close();
  await sleep(50);
  process.exit(0);
});

function anonymous(rss: number): number {
  if (process.platform !== 'linux') return rss;
  const found = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return found === null ? rss : Number(found[1]) * 1_024;
}
