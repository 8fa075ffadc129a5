import { createHash } from 'node:crypto';
import type { FetchResult, Page, Wall } from '../../server/core/feed/source.ts';
import type { Instant } from '../../server/core/time.ts';
import { classifyWall, tellsItsEnd } from '../walls.ts';
import { decodePage } from './charset.ts';
import type { Effect } from './circuit.ts';
import type { Answer, Damaged, Failure } from './exchange.ts';

/** Walls that mean "stop asking this host"; `gone` and an empty answer concern one address only. */
const REFUSING: ReadonlySet<Wall> = new Set([
  'login-wall',
  'captcha',
  'waf',
  'visitor-gate',
  'forbidden',
  'rate-limited',
]);

/** Said of one address, with no word of a wall: a locked article, a paid one. */
const DOUBTFUL = new Set([401, 403]);

/** What an answer of a host in trouble says about it. */
export function troubleOf(answer: Answer, now: Instant): Effect {
  const until = retryAfter(answer, now);
  return { kind: 'bad', why: `status ${answer.status}`, ...(until !== undefined && { until }) };
}

/** An answer as a page, a named wall or a failure, and what that says about its host. */
export function readPage(answer: Answer, now: Instant): { result: FetchResult; effect: Effect } {
  const page = pageOf(answer, now);
  const { bytes, status } = answer;
  const barrier = classifyWall(page);
  const until = retryAfter(answer, now);
  const retry = until !== undefined && { retryAt: until };
  if (barrier !== null) {
    const effect: Effect = REFUSING.has(barrier.wall)
      ? {
          kind: barrier.detail === `status ${status}` && DOUBTFUL.has(status) ? 'doubtful' : 'refusing',
          why: barrier.detail,
          ...(until !== undefined && { until }),
        }
      : { kind: 'good' };
    return { result: { kind: 'wall', ...barrier, ...retry, page, bytes }, effect };
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
  return { result: { kind: 'page', page, bytes }, effect: { kind: 'good', page: true } };
}

/** An answer that stopped in the middle: why, and what had come of it where that can be told from what had not. */
export function readBeginning(begun: Answer, why: Failure | Damaged, now: Instant): FetchResult {
  const named: FetchResult = why.kind === 'damaged' ? { ...why, kind: 'wall', wall: 'malformed' } : why;
  if (begun.status !== 200) return named;
  const { conditional: _, ...part } = pageOf({ ...begun, body: toLastSign(begun.body) }, now);
  return tellsItsEnd(part.body) ? { ...named, part } : named;
}

/** Up to the last sign that may end an entry: a letter that is cut would make its charset look like another. */
function toLastSign(body: Buffer): Buffer {
  return body.subarray(0, Math.max(...['>', '}', ']'].map((sign) => body.lastIndexOf(sign))) + 1);
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

/** Retry-After in seconds or as a date, on any refusal that carries it. */
function retryAfter({ status, headers }: Answer, now: Instant): Instant | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || status < 400) return undefined;
  if (/^\d+$/.test(value)) return now + Number(value) * 1000;
  // An HTTP date always names GMT, so the process zone has no say.
  const at = /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return at > now ? at : undefined;
}
