import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFigures } from '../core/operation/figures.ts';
import { SECOND } from '../core/time.ts';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 20;

/** One for the process, however many servers it holds; from when it is first asked for. */
let delays: ReturnType<typeof monitorEventLoopDelay> | null = null;

/** What the process says of itself. Delays of the event loop are measured since this was last asked for. */
export function readProcess(): Omit<ProcessFigures, 'version' | 'workers'> {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    startedAt: performance.timeOrigin,
    memory: { resident: rss, heapUsed, external },
    processorSeconds: (user + system) / 1e6,
    lag: readLag(),
  };
}

/** Starts to look after the loop. */
export function watchLoop(): void {
  if (delays !== null) return;
  delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
}

/** Beyond the pause between two looks, which is no delay. */
function readLag(): ProcessFigures['lag'] {
  watchLoop();
  if (delays === null || delays.count === 0) return { mean: 0, p99: 0, max: 0 };
  const beyond = (ns: number) => Math.max(0, ns / NANOSECONDS - RESOLUTION_MS / SECOND);
  const lag = { mean: beyond(delays.mean), p99: beyond(delays.percentile(99)), max: beyond(delays.max) };
  delays.reset();
  return lag;
}
