import { Agent, EnvHttpProxyAgent } from 'undici';
import { guardedLookup, isAddress, isPublicAddress, type Lookup, PRIVATE_ADDRESS } from './addresses.ts';
import {
  type Answer,
  type BrokenOff,
  type Damaged,
  exchange,
  type Failure,
  type HttpRequest,
  type Limits,
} from './exchange.ts';

/** Milliseconds; where only the proxy resolves names, ours may keep silent. */
const MAX_LOOKUP_MS = 2_000;

export interface Requester {
  send(ask: HttpRequest): Promise<Answer | Failure | Damaged | BrokenOff>;
  close(): Promise<void>;
}

export interface RequesterDeps {
  readonly limits: Limits;
  readonly lookup: Lookup;
  /** Hosts (`host` or `host:port`) that may resolve to private addresses. */
  isLocal(url: URL): boolean;
  /** Where to connect instead of the URL's own host; null for nearly all. */
  replayOf(url: URL): URL | null;
  /** For all but local hosts, which are reached directly. */
  readonly proxy: ProxyAddresses | null;
  readonly closing: AbortSignal;
}

/** Where requests leave the network by, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it. */
export interface ProxyAddresses {
  readonly http: string | null;
  readonly https: string | null;
  readonly none: string;
}

/** Sends single requests: no redirects followed, no retries, every failure a value. */
export function createRequester(deps: RequesterDeps): Requester {
  const { limits, lookup, isLocal, replayOf, closing } = deps;
  const optionsWith = (resolver: Lookup) => ({
    connect: { lookup: resolver, timeout: limits.connect },
    connections: 1,
    headersTimeout: limits.headers,
  });
  const guarded = optionsWith(guardedLookup(lookup));
  const outside = deps.proxy === null ? new Agent(guarded) : proxied(deps.proxy, guarded);
  const open = new Agent(optionsWith(lookup));
  return {
    async send(ask) {
      const { url } = ask;
      const replay = replayOf(url);
      if (replay !== null) return exchange({ ask, target: replay, dispatcher: open, limits, closing });
      if (isLocal(url)) return exchange({ ask, target: url, dispatcher: open, limits, closing });
      const inside = await insideOf(url.hostname, deps);
      if (inside === null) return exchange({ ask, target: url, dispatcher: outside, limits, closing });
      return { kind: 'failed', reason: 'private-address', detail: inside, bytes: 0 };
    },
    async close() {
      await Promise.all([outside.destroy(), open.destroy()]);
    },
  };
}

/** An empty address means none here, where absence would make the agent look into the environment. */
function proxied({ http, https, none }: ProxyAddresses, options: Agent.Options): EnvHttpProxyAgent {
  const ways = { httpProxy: http ?? '', httpsProxy: https ?? '', noProxy: none };
  return new EnvHttpProxyAgent({ ...options, ...ways, proxyTunnel: false });
}

/**
 * Why a host must not be asked for before anything is connected, or null. A literal address never passes
 * through the resolver; and behind a proxy no name does, so what this machine knows of it is asked here.
 * A name that only the proxy can resolve is the proxy's to judge.
 */
async function insideOf(host: string, { proxy, lookup }: RequesterDeps): Promise<string | null> {
  if (isAddress(host)) return isPublicAddress(host) ? null : `${host} is not a public address`;
  if (proxy === null) return null;
  if (/(^|\.)localhost\.?$/i.test(host)) return `${host} is the machine of the proxy`;
  const fault = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    setTimeout(() => resolve(null), MAX_LOOKUP_MS).unref();
    guardedLookup(lookup)(host, {}, resolve);
  });
  return fault?.code === PRIVATE_ADDRESS ? fault.message : null;
}
