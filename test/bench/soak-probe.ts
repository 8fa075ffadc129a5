import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel, isMainThread, workerData } from 'node:worker_threads';
import { watchOwnTime } from './own-time.ts';

/**
 * Loaded before anything else in every thread of the process that is measured: where that is the worker of
 * the product, it tells once a second how long its loop was held up.
 */
if (!isMainThread && typeof workerData === 'object' && workerData !== null && 'overrides' in workerData) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const own = watchOwnTime();
  const channel = new BroadcastChannel('soak');
  channel.unref();
  let seconds = 0;
  setInterval(() => {
    seconds += 1;
    // Loading dictionaries and plugins is not yet work.
    if (seconds === 3) delay.enable();
    channel.postMessage({
      max: delay.max / 1e6,
      p99: delay.percentile(99) / 1e6,
      own: own(),
      heap: process.memoryUsage().heapUsed / 1_048_576,
    });
  }, 1_000).unref();
}
