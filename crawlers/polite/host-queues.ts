import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { HostLeases } from './host-leases.ts';

/**
 * Longer than this a request does not wait in line: whoever asked is told when to come again. Sites that ask for a
 * minute or two between requests are read at their pace.
 */
const MAX_WAIT_MS = 180_000;
/** At most so much longer than it must be, so that we never knock to the beat. */
const JITTER = 0.25;
/**
 * At least so many milliseconds longer: the host counts by its own clock, and from an end of its own, which is
 * later than ours when it still has something to do after its last byte.
 */
const MARGIN = 20;

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
 * One queue per host: one request at a time, and `intervalOf(host)` ms (or the site's crawl delay, or what its
 * rules ask for) with a margin and some jitter between the end of one and the start of the next. The queue's own
 * interval, `strict` or not, would count from start to start: a slow connection then brings the server two requests
 * close together.
 * @param random as Math.random
 * @param leases turns among all processes, asked when it is our turn here; null: this one fetches alone
 */
export function createHostQueues(
  intervalOf: (host: string) => number,
  closing: AbortSignal,
  random: () => number,
  leases: HostLeases | null = null,
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
  const shortest = (host: string) =>
    Math.max(intervalOf(host), delays.get(host) ?? 0, spacings.get(host) ?? 0);
  const jittered = (ms: number) => (ms > 0 ? MARGIN + ms * (1 + JITTER * random()) : 0);
  const pause = async (host: string, since: number): Promise<void> => {
    const until = since + jittered(shortest(host));
    const wait = until - performance.now();
    if (wait > MAX_WAIT_MS) throw new HostResting(host, wait);
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
          if (leases !== null) await takeTurn(leases, host, shortest(host), jittered, closing);
          try {
            return await task();
          } finally {
            endedAt.set(host, performance.now());
            // Not given back, it is free a while later; the request has come to its end all the same.
            await leases?.giveBack(host, jittered(shortest(host))).catch(() => undefined);
          }
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

/** Waits until no other process asks the host, nor did so too short a time ago. */
async function takeTurn(
  leases: HostLeases,
  host: string,
  spacing: number,
  jittered: (ms: number) => number,
  closing: AbortSignal,
): Promise<void> {
  const since = performance.now();
  for (;;) {
    const wait = await leases.take(host, spacing);
    if (wait === 0) return;
    if (performance.now() - since + wait > MAX_WAIT_MS) throw new HostResting(host, wait);
    // By chance a little longer: those who wait for the same host must not come at the same moment.
    await sleep(Math.ceil(jittered(wait)), undefined, { signal: closing });
  }
}
