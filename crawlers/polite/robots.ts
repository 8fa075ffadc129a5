import robotsModule from 'robots-parser';
import { HOUR, type Instant, MINUTE } from '../../server/core/time.ts';
import type { Failure } from './exchange.ts';
import type { FetchStore, RememberedRobots } from './fetch-store.ts';

/** The token of our User-Agent that robots.txt groups are matched by. */
export const ROBOTS_TOKEN = 'Tingchao';

// The package is the function itself; its declarations put it under `default`.
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

const KEEP_RULES = 24 * HOUR;
const KEEP_TROUBLE = 10 * MINUTE;
/** Sites whose rules stay parsed. */
const MAX_PARSED_SITES = 200;

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
 * address with one, there are none. Every decision is archived with the text it rests on.
 */
export function createRobots(
  store: FetchStore,
  now: () => Instant,
  fetchRobots: (url: URL) => Promise<RobotsAnswer>,
): (url: URL) => Promise<Verdict> {
  const under = new Map<string, Promise<Loaded | Failure>>();
  const rulesOf = createRulesCache();
  const load = async (origin: string): Promise<Loaded | Failure> => {
    const known = await store.robots(origin);
    if (known !== null && now() - known.fetchedAt < (isTrouble(known) ? KEEP_TROUBLE : KEEP_RULES))
      return { robots: known };
    const answer = await fetchRobots(new URL('/robots.txt', origin));
    // Our own refusals say nothing about the site and are not kept.
    if (answer.kind === 'failed' && /^(aborted|circuit-open|private-address|bad-url)$/.test(answer.reason))
      return answer;
    const robots = remembered(answer, now());
    await store.rememberRobots(origin, robots);
    return answer.kind === 'failed' ? { robots, failure: answer } : { robots };
  };
  return async (url) => {
    const pending = under.get(url.origin) ?? load(url.origin).finally(() => under.delete(url.origin));
    under.set(url.origin, pending);
    const loaded = await pending;
    if ('kind' in loaded) return { ...loaded, detail: `robots.txt could not be read: ${loaded.detail}` };
    const verdict = judge(url, loaded, rulesOf);
    await store.rememberDecision({
      // Without the name and password that an address may carry.
      url: `${url.origin}${url.pathname}${url.search}`,
      verdict: verdict.kind === 'failed' ? 'not-now' : verdict.kind,
      at: now(),
      robots: loaded.robots,
    });
    return verdict;
  };
}

/** The rules in force, and the failure that has just shown that there are none. */
interface Loaded {
  readonly robots: RememberedRobots;
  readonly failure?: Failure;
}

type Rules = ReturnType<typeof robotsParser>;

/** Parsing half a megabyte of rules at every fetch would hold up everything else. */
function createRulesCache(): (origin: string, body: string) => Rules {
  const parsed = new Map<string, { readonly body: string; readonly rules: Rules }>();
  return (origin, body) => {
    const known = parsed.get(origin);
    if (known?.body === body) return known.rules;
    const rules = robotsParser(new URL('/robots.txt', origin).href, body);
    parsed.delete(origin);
    parsed.set(origin, { body, rules });
    for (const oldest of parsed.keys()) {
      if (parsed.size <= MAX_PARSED_SITES) break;
      parsed.delete(oldest);
    }
    return rules;
  };
}

function remembered(answer: RobotsAnswer, fetchedAt: Instant): RememberedRobots {
  if (answer.kind === 'failed') return { body: null, status: 0, reason: answer.reason, fetchedAt };
  const rules = answer.status < 300 && !answer.body.trimStart().startsWith('<');
  return { body: rules ? answer.body : null, status: answer.walled ? 0 : answer.status, fetchedAt };
}

function isTrouble({ status }: RememberedRobots): boolean {
  return status === 0 || status === 429 || status >= 500;
}

function judge(url: URL, { robots, failure }: Loaded, rulesOf: ReturnType<typeof createRulesCache>): Verdict {
  if (isTrouble(robots)) {
    const said = robots.status === 0 ? 'nothing usable' : robots.status;
    const detail = failure
      ? `robots.txt could not be read: ${failure.detail}`
      : `robots.txt answered ${said}`;
    const retryAt = robots.fetchedAt + KEEP_TROUBLE;
    return { kind: 'failed', reason: robots.reason ?? 'server-error', detail, retryAt, bytes: 0 };
  }
  if (robots.body === null) return { kind: 'allowed', crawlDelay: undefined };
  const rules = rulesOf(url.origin, robots.body);
  return rules.isAllowed(url.href, ROBOTS_TOKEN) === false
    ? { kind: 'disallowed' }
    : { kind: 'allowed', crawlDelay: rules.getCrawlDelay(ROBOTS_TOKEN) };
}
