import { createHash } from 'node:crypto';
import type { FetchResult, Page, Wall } from '../../server/core/source.ts';
import type { Instant } from '../../server/core/time.ts';
import { classifyWall } from '../walls.ts';
import { decodePage } from './charset.ts';
import type { Effect } from './circuit.ts';
import type { FetchStore } from './fetch-store.ts';
import type { Errand } from './follow.ts';
import type { Answer } from './requester.ts';
import type { RobotsAnswer, Verdict } from './robots.ts';

export interface PageErrandDeps {
  readonly store: FetchStore;
  now(): Instant;
  allow(url: URL): Promise<Verdict>;
  setCrawlDelay(host: string, seconds: number | undefined): void;
}

const MAX_ROBOTS = 500 * 1024;
/** Walls that mean "stop asking this host"; `gone` and an empty answer concern one address only. */
const REFUSING: ReadonlySet<Wall> = new Set([
  'login-wall',
  'captcha',
  'waf',
  'visitor-gate',
  'forbidden',
  'rate-limited',
]);

/** A page for a source: robots asked at every hop, made conditional, decoded, walls named. */
export function pageErrand(
  start: URL,
  accept: string,
  maxBytes: number,
  deps: PageErrandDeps,
): Errand<FetchResult> {
  return {
    start,
    accept,
    maxBytes,
    cut: false,
    async prepare(url) {
      const verdict = await deps.allow(url);
      if (verdict.kind === 'failed') return { stop: verdict };
      if (verdict.kind === 'disallowed') {
        const detail = `robots.txt of ${url.host} does not allow ${url.pathname}`;
        return { stop: { kind: 'wall', wall: 'robots-disallowed', detail, bytes: 0 } };
      }
      deps.setCrawlDelay(url.host, verdict.crawlDelay);
      const known = await deps.store.conditional(url.href);
      return {
        headers: {
          ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
          ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
        },
      };
    },
    read: (answer) => readPage(answer, deps.now()),
  };
}

/** robots.txt itself: no permission needed, the first 500 KiB count. */
export function robotsErrand(start: URL, now: () => Instant): Errand<RobotsAnswer> {
  return {
    start,
    accept: 'text/plain, */*;q=0.5',
    maxBytes: MAX_ROBOTS,
    cut: true,
    prepare: async () => ({ headers: {} }),
    read(answer) {
      const { status } = answer;
      const body = decodePage(answer.body, answer.headers['content-type'] ?? '', start.hostname).text;
      const walled = status < 400 && classifyWall({ url: answer.url.href, status, body }) !== null;
      const trouble = status === 429 || status >= 500;
      const effect: Effect = trouble ? troubleOf(answer, now()) : { kind: 'good' };
      return { result: { kind: 'robots', status, body, walled }, effect };
    },
  };
}

function troubleOf(answer: Answer, now: Instant): Effect {
  const until = retryAfter(answer, now);
  return { kind: 'bad', why: `status ${answer.status}`, ...(until !== undefined && { until }) };
}

function readPage(answer: Answer, now: Instant): { result: FetchResult; effect: Effect } {
  const page = pageOf(answer, now);
  const { bytes, status } = answer;
  const barrier = classifyWall(page);
  const until = retryAfter(answer, now);
  const retry = until !== undefined && { retryAt: until };
  if (barrier !== null) {
    const effect: Effect = REFUSING.has(barrier.wall)
      ? { kind: 'refusing', why: barrier.detail, ...(until !== undefined && { until }) }
      : { kind: 'good' };
    return { result: { kind: 'wall', ...barrier, ...retry, bytes }, effect };
  }
  if (status >= 500) {
    const result: FetchResult = {
      kind: 'failed',
      reason: 'server-error',
      detail: `status ${status}`,
      ...retry,
      bytes,
    };
    return { result, effect: troubleOf(answer, now) };
  }
  return { result: { kind: 'page', page, bytes }, effect: { kind: 'good' } };
}

function pageOf({ url, status, headers, body }: Answer, fetchedAt: Instant): Page {
  const contentType = headers['content-type'] ?? '';
  const base = { url: url.href, status, contentType, fetchedAt };
  if (status === 304) return { ...base, body: '', charset: 'utf-8', notModified: true };
  const { text, charset } = decodePage(body, contentType, url.hostname);
  const page: Page = { ...base, body: text, charset };
  if (status !== 200) return page;
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const etag = headers.etag;
  const lastModified = headers['last-modified'];
  const conditional = {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    bodyHash,
  };
  return { ...page, conditional };
}

/** Retry-After in seconds or as a date, for the two statuses that define it. */
function retryAfter({ status, headers }: Answer, now: Instant): Instant | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || (status !== 429 && status !== 503)) return undefined;
  if (/^\d{1,9}$/.test(value)) return now + Number(value) * 1000;
  // An HTTP date always names GMT, so the process zone has no say.
  const at = /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return at > now ? at : undefined;
}
