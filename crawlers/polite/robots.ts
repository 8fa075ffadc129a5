import robotsModule from 'robots-parser';
import { HOUR, type Instant, MINUTE } from '../../server/core/time.ts';
import type { FetchStore, RememberedRobots } from './fetch-store.ts';
import type { Failure } from './requester.ts';

/** The token of our User-Agent that robots.txt groups are matched by. */
export const ROBOTS_TOKEN = 'Tingchao';

// The package is the function itself; its declarations put it under `default`.
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

const KEEP_RULES = 24 * HOUR;
const KEEP_TROUBLE = 10 * MINUTE;

export type Verdict =
  | { readonly kind: 'allowed'; readonly crawlDelay: number | undefined }
  | { readonly kind: 'disallowed' }
  | Failure;

/** A robots.txt as it came, or why none came. `walled`: a page that refuses us stood in its place. */
export type RobotsAnswer =
  | { readonly kind: 'robots'; readonly status: number; readonly body: string; readonly walled: boolean }
  | Failure;

/**
 * Asks robots.txt whether a URL may be fetched; answers are kept 24 hours, trouble 10 minutes.
 * 4xx means there are no rules. 5xx, 429, silence and a wall in its place mean: not now, which is a
 * failure with a time to retry, never "no posts". An HTML page is not rules: where a site answers any
 * address with one, there are none.
 */
export function createRobots(
  store: FetchStore,
  now: () => Instant,
  fetchRobots: (url: URL) => Promise<RobotsAnswer>,
): (url: URL) => Promise<Verdict> {
  const under = new Map<string, Promise<RememberedRobots | Failure>>();
  const load = async (origin: string): Promise<RememberedRobots | Failure> => {
    const known = await store.robots(origin);
    if (known !== null && now() - known.fetchedAt < (isTrouble(known) ? KEEP_TROUBLE : KEEP_RULES))
      return known;
    const answer = await fetchRobots(new URL('/robots.txt', origin));
    // Our own refusals say nothing about the site and are not kept.
    if (answer.kind === 'failed' && /^(aborted|circuit-open|private-address|bad-url)$/.test(answer.reason))
      return answer;
    const robots = remembered(answer, now());
    await store.rememberRobots(origin, robots);
    return answer.kind === 'failed' ? { ...answer, retryAt: robots.fetchedAt + KEEP_TROUBLE } : robots;
  };
  return async (url) => {
    const pending = under.get(url.origin) ?? load(url.origin).finally(() => under.delete(url.origin));
    under.set(url.origin, pending);
    const robots = await pending;
    if ('kind' in robots) return { ...robots, detail: `robots.txt could not be read: ${robots.detail}` };
    return judge(url, robots);
  };
}

function remembered(answer: RobotsAnswer, fetchedAt: Instant): RememberedRobots {
  if (answer.kind === 'failed') return { body: null, status: 0, fetchedAt };
  const rules = answer.status < 300 && !answer.body.trimStart().startsWith('<');
  return { body: rules ? answer.body : null, status: answer.walled ? 0 : answer.status, fetchedAt };
}

function isTrouble({ status }: RememberedRobots): boolean {
  return status === 0 || status === 429 || status >= 500;
}

function judge(url: URL, robots: RememberedRobots): Verdict {
  if (isTrouble(robots)) {
    const detail = `robots.txt answered ${robots.status === 0 ? 'nothing usable' : robots.status}`;
    return {
      kind: 'failed',
      reason: 'server-error',
      detail,
      retryAt: robots.fetchedAt + KEEP_TROUBLE,
      bytes: 0,
    };
  }
  if (robots.body === null) return { kind: 'allowed', crawlDelay: undefined };
  const rules = robotsParser(new URL('/robots.txt', url.origin).href, robots.body);
  return rules.isAllowed(url.href, ROBOTS_TOKEN) === false
    ? { kind: 'disallowed' }
    : { kind: 'allowed', crawlDelay: rules.getCrawlDelay(ROBOTS_TOKEN) };
}
