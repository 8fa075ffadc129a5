import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { BroadcastChannel } from 'node:worker_threads';
import { parseConfig } from '../../server/config.ts';
import { startRuntime } from '../../server/runtime.ts';

/** What one process of the product felt while it was soaked. */
export interface SoakFelt {
  /** Longest hold-up of the loop that answers pages, and of the worker's, in ms. */
  readonly web: { readonly max: number; readonly p99: number };
  readonly worker: { readonly max: number; readonly p99: number };
  /** Megabytes, second by second. */
  readonly rss: readonly number[];
}

/** The real product in a process of its own: web thread, worker thread, reading threads. */
const { localHosts } = JSON.parse(process.env.SOAK_OVERRIDES ?? '{}');
delete process.env.SOAK_OVERRIDES;
const runtime = await startRuntime(parseConfig(process.env), { localHosts });
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
let worker = { max: 0, p99: 0 };
const channel = new BroadcastChannel('soak');
channel.onmessage = (event) => {
  worker = (event as { readonly data: typeof worker }).data;
};
const rss: number[] = [];
const timer = setInterval(() => rss.push(Math.round(process.memoryUsage().rss / 1_048_576)), 1_000);
process.send?.({ url: runtime.url });
process.on('message', async (word) => {
  if (word !== 'tell') return;
  const felt: SoakFelt = { web: { max: delay.max / 1e6, p99: delay.percentile(99) / 1e6 }, worker, rss };
  clearInterval(timer);
  process.send?.({ felt });
  await runtime.close();
  await sleep(50);
  process.exit(0);
});
