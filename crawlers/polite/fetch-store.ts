import type { Instant } from '../../server/core/time.ts';
import type { Failure } from './exchange.ts';

export interface RememberedPage {
  readonly etag?: string;
  readonly lastModified?: string;
  readonly bodyHash: string;
  readonly fetchedAt: Instant;
}

/** A robots.txt as answered. `status` 0: no answer. `body` null: nothing that could be rules. */
export interface RememberedRobots {
  readonly body: string | null;
  readonly status: number;
  /** Why no answer came, where none did. */
  readonly reason?: Failure['reason'];
  readonly fetchedAt: Instant;
}

/** What a robots.txt said about one address. `not-now`: it could not be had, so nothing is fetched. */
export interface RobotsDecision {
  readonly url: string;
  readonly verdict: 'allowed' | 'disallowed' | 'not-now';
  readonly at: Instant;
  readonly robots: RememberedRobots;
}

/** A host that is left alone for a while. `until` 0: no longer. */
export interface HostRest {
  readonly host: string;
  readonly until: Instant;
  readonly why: string;
}

/**
 * What fetching remembers between runs. The fetcher reads `conditional` and `robots`, keeps every
 * robots.txt and what was decided by it, and never
 * calls `remember`: ingest does, with `page.url` and `page.conditional`, once the posts are stored.
 */
export interface FetchStore {
  conditional(url: string): Promise<{ readonly etag?: string; readonly lastModified?: string } | null>;
  remember(url: string, page: RememberedPage): Promise<void>;
  /** @param origin `https://host[:port]` */
  robots(origin: string): Promise<RememberedRobots | null>;
  rememberRobots(origin: string, robots: RememberedRobots): Promise<void>;
  /** Archives a decision with the text it rests on: later it can be shown why a page was fetched. */
  rememberDecision(decision: RobotsDecision): Promise<void>;
  /** Whether a host is at rest, whichever process was told to leave it alone. */
  rest(host: string): Promise<HostRest | null>;
  rememberRest(rest: HostRest): Promise<void>;
}

/** A store for one process: single collections from the command line, tests. It archives nothing. */
export function createMemoryFetchStore(): FetchStore {
  const pages = new Map<string, RememberedPage>();
  const rules = new Map<string, RememberedRobots>();
  const rests = new Map<string, HostRest>();
  return {
    conditional: async (url) => pages.get(url) ?? null,
    remember: async (url, page) => void pages.set(url, page),
    robots: async (origin) => rules.get(origin) ?? null,
    rememberRobots: async (origin, robots) => void rules.set(origin, robots),
    rememberDecision: async () => undefined,
    rest: async (host) => rests.get(host) ?? null,
    rememberRest: async (rest) =>
      void (rest.until === 0 ? rests.delete(rest.host) : rests.set(rest.host, rest)),
  };
}
