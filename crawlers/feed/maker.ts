import type { Wall } from '../../server/core/feed/source.ts';
import { tidy } from '../html/plain-text.ts';
import { asObject, asText, parseJson } from '../json/json.ts';
import type { Barrier } from '../walls.ts';
import type { FeedEntry } from './entry.ts';

/** What a maker of feeds met on the site it reads, by the status in its message. */
const BY_STATUS: Readonly<Record<string, Wall>> = {
  401: 'login-wall',
  403: 'forbidden',
  404: 'gone',
  410: 'gone',
  412: 'waf',
  418: 'visitor-gate',
  429: 'rate-limited',
  432: 'visitor-gate',
};
const MAX_DETAIL_LENGTH = 200;
/** Error pages are short; a feed may quote one. */
const MAX_ERROR_PAGE_LENGTH = 100_000;

/**
 * The error that RSSHub puts in the place of a feed, as a page or in JSON; null for anything else. Most come
 * with a status of their own, but caches and gateways before it turn that into 200.
 */
export function feedMakerError(body: string): Barrier | null {
  if (body.length > MAX_ERROR_PAGE_LENGTH) return null;
  if (/^[\uFEFF\s]*\{/.test(body)) {
    const said = asText(asObject(asObject(parseJson(body))?.error)?.message);
    return said === undefined ? null : named('RSSHub', said);
  }
  if (!/^[\uFEFF\s]*<(?:!doctype html|html)/i.test(body)) return null;
  if (!/<title>\s*Welcome to RSSHub|Looks like something went wrong/i.test(body)) return null;
  const said = /Error Message:[\s\S]{0,300}?<code[^>]{0,200}>([\s\S]{0,2000}?)<\/code>/i.exec(body)?.[1];
  return named('RSSHub', said ?? 'an error page without a message');
}

/**
 * RSS-Bridge reports its errors in the feed itself, as an entry that looks like any other and is new every day. Its
 * title, else null.
 */
export function bridgeError(entry: FeedEntry): Barrier | null {
  const title = (entry.title ?? '').slice(0, MAX_DETAIL_LENGTH).trim();
  return /^Bridge returned error -?\d+!/.test(title) ? named('RSS-Bridge', title) : null;
}

function named(maker: string, said: string): Barrier {
  const message = tidy(
    said
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
  const detail = `${maker}: ${message.split('\n')[0] ?? ''}`.slice(0, MAX_DETAIL_LENGTH);
  if (/^NotFoundError|route does not exist/i.test(message)) return { wall: 'gone', detail };
  if (/^ConfigNotFoundError|^RejectError/i.test(message)) return { wall: 'forbidden', detail };
  const status = /(?:error|code|:|\]|\))\s*\(?(4\d\d)\b/i.exec(message)?.[1] ?? '';
  return { wall: BY_STATUS[status] ?? 'shape-changed', detail };
}
