import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';

/** Longer than this a request does not wait in line: whoever asked is told when to come again. */
const LONGEST_WAIT = 60_000;
/** At most so much longer than it must be, so that we never knock to the beat. */
const JITTER = 0.25;

export interface HostQueues {
  /**
   * Runs the task when it is its turn at that host; rejects when the queues are closed first, and with
   * HostResting when the host wants a longer pause than anyone can wait for.
   */
  run<T>(host: string, task: () => Promise<T>): Promise<T>;
  /** Crawl-delay as robots.txt gave it, in seconds. */
  setCrawlDelay(host: string, seconds: number | undefined): void;
  /** What a source knows of its host's rules, in milliseconds. */
  setSpacing(host: string, milliseconds: number): void;
  idle(): Promise<void>;
}

/** The host asked for a pause that is not over for `milliseconds`. */
export class HostResting extends Error {
  readonly milliseconds: number;
  constructor(host: string, milliseconds: number) {
    super(`${host} asks for a longer pause between two requests (Crawl-delay)`);
    this.milliseconds = milliseconds;
  }
}

/**
 * One queue per host: one request at a time, and `intervalOf(host)` ms (or the site's crawl delay,
 * or what its rules ask for) with some jitter between the end of one and the start of the next. The queue's own interval, `strict`
 * or not, would count from start to start: a slow connection then brings the server two requests close
 * together.
 * @param random as Math.random
 */
export function createHostQueues(
  intervalOf: (host: string) => number,
  closing: AbortSignal,
  random: () => number,
): HostQueues {
  const queues = new Map<string, PQueue>();
  const delays = new Map<string, number>();
  const spacings = new Map<string, number>();
  const endedAt = new Map<string, number>();
  const queueOf = (host: string): PQueue => {
    const queue = queues.get(host) ?? new PQueue({ concurrency: 1 });
    queues.set(host, queue);
    return queue;
  };
  const spacing = (host: string) =>
    Math.max(intervalOf(host), delays.get(host) ?? 0, spacings.get(host) ?? 0) * (1 + JITTER * random());
  const pause = async (host: string, since: number): Promise<void> => {
    const until = since + spacing(host);
    const wait = until - performance.now();
    if (wait > LONGEST_WAIT) throw new HostResting(host, wait);
    // A timer cuts fractions off and may ring a millisecond early.
    for (let left = wait; left > 0; left = until - performance.now()) {
      await sleep(Math.ceil(left), undefined, { signal: closing });
    }
  };
  return {
    run: (host, task) =>
      queueOf(host).add(
        async () => {
          const last = endedAt.get(host);
          if (last !== undefined) await pause(host, last);
          return task().finally(() => endedAt.set(host, performance.now()));
        },
        { signal: closing },
      ),
    setCrawlDelay(host, seconds) {
      if (seconds !== undefined && seconds > 0) delays.set(host, seconds * 1000);
      else delays.delete(host);
    },
    setSpacing: (host, milliseconds) => void spacings.set(host, milliseconds),
    async idle() {
      await Promise.all([...queues.values()].map((queue) => queue.onIdle()));
    },
  };
}
