import type { Asking, FetchResult } from '../../server/core/feed/source.ts';
import type { Instant } from '../../server/core/time.ts';
import { classifyWall } from '../walls.ts';
import { decodePage } from './charset.ts';
import type { Effect } from './circuit.ts';
import type { FetchStore } from './fetch-store.ts';
import { type FetchTask, keepsCompany } from './follow.ts';
import { readBeginning, readPage, troubleOf } from './read-answer.ts';
import type { RobotsAnswer, Verdict } from './robots.ts';

export interface PageTaskDeps {
  readonly store: FetchStore;
  now(): Instant;
  allow(url: URL): Promise<Verdict>;
  setCrawlDelay(host: string, seconds: number | undefined): void;
}

const MAX_ROBOTS = 500 * 1024;
const POST_TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

/** A page for a source: robots asked at every hop, made conditional, decoded, walls named. */
export function pageTask(
  start: URL,
  asking: Asking & { readonly accept: string },
  maxBytes: number,
  deps: PageTaskDeps,
): FetchTask<FetchResult> {
  const { accept, post, authorization, whole = false } = asking;
  return {
    start,
    accept,
    maxBytes,
    cut: false,
    ...(post !== undefined && { post }),
    async prepare(url, posted) {
      const verdict = await deps.allow(url);
      if (verdict.kind === 'failed') return { stop: verdict };
      if (verdict.kind === 'disallowed') {
        const detail = `robots.txt of ${url.host} does not allow ${url.pathname}`;
        return { stop: { kind: 'wall', wall: 'robots-disallowed', detail, bytes: 0 } };
      }
      deps.setCrawlDelay(url.host, verdict.crawlDelay);
      // What was fetched from an address says nothing about what that address answers to a question.
      const known = post === undefined && !whole ? await deps.store.conditional(url.href) : null;
      return {
        headers: {
          ...(posted && post !== undefined && { 'content-type': POST_TYPES[post.type] }),
          ...(authorization !== undefined && keepsCompany(url, start) && { authorization }),
          ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
          ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
        },
      };
    },
    read(answer) {
      const { result, effect } = readPage(answer, deps.now());
      return { result: post === undefined ? result : withoutMemory(result), effect };
    },
    readBeginning: (begun, why) => readBeginning(begun, why, deps.now()),
  };
}

/** The answer to a question must not be remembered as what its address holds. */
function withoutMemory(result: FetchResult): FetchResult {
  if (result.kind !== 'page') return result;
  const { conditional: _, ...page } = result.page;
  return { ...result, page };
}

/** robots.txt itself: no permission needed, the first 500 KiB count. */
export function robotsTask(start: URL, now: () => Instant): FetchTask<RobotsAnswer> {
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
