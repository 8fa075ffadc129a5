import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Does nothing, beside a busy process, and tells how long its loop was held up all the same. */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
process.on('message', () => {
  process.send?.({ max: delay.max / 1e6 });
  process.disconnect();
});
