import { lookup as systemLookup } from 'node:dns';
import { setMaxListeners } from 'node:events';
import { AppError } from '../../server/core/errors.ts';
import type { FetchResult, SourceIO } from '../../server/core/feed/source.ts';
import type { DateHeard } from '../../server/core/time/web-clock.ts';
import type { Instant } from '../../server/core/time.ts';
import { parseHttpUrl } from '../urls.ts';
import type { Lookup } from './addresses.ts';
import type { Damaged, Limits } from './exchange.ts';
import type { FetchStore } from './fetch-store.ts';
import { pageTask, robotsTask } from './fetch-tasks.ts';
import { createFollower } from './follow.ts';
import type { HostLeases } from './host-leases.ts';
import { createHostQueues } from './host-queues.ts';
import { createLastingCircuit } from './lasting-circuit.ts';
import { createReplay, type Replay } from './replay.ts';
import { createRequester, type ProxyAddresses } from './requester.ts';
import { createRobots } from './robots.ts';

export interface PoliteDeps {
  readonly store: FetchStore;
  /** Where a site's operator can reach whoever runs this: a URL or mailto:, sent in the User-Agent. */
  readonly contact: string;
  now(): Instant;
  /** Hosts, as `host` or `host:port`, that may live on private addresses, with their own spacing in ms. */
  readonly localHosts?: Readonly<Record<string, { readonly minInterval: number }>>;
  readonly limits?: Partial<Limits>;
  /** Origins to play from this machine; for the demo. Spacing as `localHosts` has it for the original host. */
  readonly replay?: Replay;
  /** Where requests to other than local hosts leave by; directly without. */
  readonly proxy?: ProxyAddresses | null;
  /** Turns at hosts where other processes fetch too; null or absent: this one fetches alone. */
  readonly leases?: HostLeases | null;
  /** Told what time each host says it is. */
  readonly onDate?: (heard: DateHeard) => void;
  /** Name resolution; the system's unless a test brings its own. */
  readonly lookup?: Lookup;
}

export interface PoliteFetcher {
  /** Fetches one page under all the rules. Never throws; every failure is a named value. */
  readonly get: SourceIO['get'];
  /** Aborts what is under way or waiting, and closes the connections. */
  close(): Promise<void>;
}

const LIMITS: Limits = { connect: 10_000, headers: 15_000, body: 30_000, bytes: 10 * 1024 * 1024 };
const MIN_INTERVAL = 1_000;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5';

/**
 * The only way to the network for sources: robots.txt, one request at a time per host with a pause
 * between, conditional requests, no private addresses, limits on time and size, a circuit per host,
 * charsets decoded, walls named. Nothing is ever retried here.
 * @throws AppError bad_config when `contact` is not a URL
 */
export function createPoliteFetcher(deps: PoliteDeps): PoliteFetcher {
  if (!URL.canParse(deps.contact)) throw new AppError('bad_config', `contact is not a URL: ${deps.contact}`);
  const { store, now } = deps;
  const stopper = new AbortController();
  const closing = stopper.signal;
  setMaxListeners(0, closing);
  const limits = { ...LIMITS, ...deps.limits };
  const localOf = (host: string) => deps.localHosts?.[host] ?? deps.localHosts?.[host.replace(/:\d+$/, '')];
  const isLocal = (url: URL) => localOf(url.host) !== undefined;
  const requester = createRequester({
    limits,
    isLocal,
    closing,
    lookup: deps.lookup ?? systemLookup,
    proxy: deps.proxy ?? null,
    replayOf: createReplay(deps.replay ?? {}),
  });
  const intervalOf = (host: string) => localOf(host)?.minInterval ?? MIN_INTERVAL;
  const queues = createHostQueues(intervalOf, closing, Math.random, deps.leases);
  const follow = createFollower({
    queues,
    closing,
    now,
    send: requester.send,
    circuit: createLastingCircuit(now, store),
    onDate: deps.onDate,
    userAgent: `Tingchao/0.1 (+${new URL(deps.contact).href})`,
  });
  const allow = createRobots(store, now, async (url) => {
    const answer = await follow(robotsTask(url, now));
    return answer.kind === 'damaged' ? { ...answer, kind: 'failed', reason: 'reset' } : answer;
  });
  const pageDeps = { store, now, allow, setCrawlDelay: queues.setCrawlDelay };
  return {
    async get(url, options) {
      const start = parseHttpUrl(url);
      if (start === null) return notHttp(url);
      // A local host has its spacing from whoever allowed it.
      if (options?.spacing !== undefined && !isLocal(start)) queues.setSpacing(start.host, options.spacing);
      const asking = { accept: ACCEPT, ...options };
      return walled(await follow(pageTask(start, asking, limits.bytes, pageDeps)));
    },
    async close() {
      stopper.abort();
      await requester.close();
      await queues.idle();
    },
  };
}

const notHttp = (url: string): FetchResult => ({
  kind: 'failed',
  reason: 'bad-url',
  detail: `not http(s): ${url}`,
  bytes: 0,
});

function walled(result: FetchResult | Damaged): FetchResult {
  return result.kind === 'damaged' ? { ...result, kind: 'wall', wall: 'malformed' } : result;
}
