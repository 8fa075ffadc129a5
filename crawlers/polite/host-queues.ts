import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';

/** No site may slow a feed to less than one request a minute. */
const LONGEST_DELAY = 60_000;

export interface HostQueues {
  /** Runs the task when it is its turn at that host; rejects when the queues are closed first. */
  run<T>(host: string, task: () => Promise<T>): Promise<T>;
  /** Crawl-delay as robots.txt gave it, in seconds. */
  setCrawlDelay(host: string, seconds: number | undefined): void;
  idle(): Promise<void>;
}

/**
 * One queue per host: one request at a time, and `intervalOf(host)` ms (or the site's crawl delay)
 * between the end of one and the start of the next. The queue's own interval would count from start to
 * start: a slow connection then brings the server two requests close together.
 */
export function createHostQueues(intervalOf: (host: string) => number, closing: AbortSignal): HostQueues {
  const queues = new Map<string, PQueue>();
  const delays = new Map<string, number>();
  const endedAt = new Map<string, number>();
  const queueOf = (host: string): PQueue => {
    const queue = queues.get(host) ?? new PQueue({ concurrency: 1 });
    queues.set(host, queue);
    return queue;
  };
  const pause = async (host: string): Promise<void> => {
    const last = endedAt.get(host);
    if (last === undefined) return;
    const wait = last + Math.max(intervalOf(host), delays.get(host) ?? 0) - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal: closing });
  };
  return {
    run: (host, task) =>
      queueOf(host).add(
        async () => {
          await pause(host);
          return task().finally(() => endedAt.set(host, performance.now()));
        },
        { signal: closing },
      ),
    setCrawlDelay(host, seconds) {
      if (seconds !== undefined && seconds > 0) delays.set(host, Math.min(seconds * 1000, LONGEST_DELAY));
      else delays.delete(host);
    },
    async idle() {
      await Promise.all([...queues.values()].map((queue) => queue.onIdle()));
    },
  };
}
