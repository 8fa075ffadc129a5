import type { ServerResponse } from 'node:http';
import { rssOf, type SoakFeed } from './soak-feed.ts';

/** What may go wrong at a host, each host in its own way; most of them are well. */
export const WAYS = [
  'resets',
  'stalls',
  'busy',
  'broken',
  'walled',
  'cut',
  'short',
  'no-robots',
  'closed',
] as const;
export type Way = (typeof WAYS)[number] | 'well';

/** How an answer ended, as far as the far side can tell. */
export interface Ending {
  /** Everything the feed held was sent, and nothing broke off. */
  readonly whole: boolean;
  /** Nothing may be asked of the host before this time; for ever: it showed a wall. */
  readonly restUntil?: number;
  /** The answer never ends by itself. */
  readonly open?: boolean;
}

const WHOLE: Ending = { whole: true };
const BROKEN: Ending = { whole: false };
/** So long a host that showed a wall is left alone; then it is tried by a single request. */
const WALL_REST = 10 * 60_000;
const WALL = '<!doctype html><html><head><title>百度安全验证</title></head><body>请完成验证</body></html>';

/** Sends a feed, or what stands in its place at a host of this kind. `dice(n)`: 0 to n-1. */
export function answerFeed(
  response: ServerResponse,
  feed: SoakFeed,
  way: Way,
  known: string | undefined,
  dice: (below: number) => number,
): Ending {
  const trouble = dice(100) < (way === 'walled' ? 10 : 30);
  if (trouble && way !== 'well') {
    const ending = misbehave(response, feed, way, dice);
    if (ending !== null) return ending;
  }
  const etag = `"${feed.items.length}"`;
  if (known === etag) {
    response.writeHead(304, { etag }).end();
    return WHOLE;
  }
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(rssOf(feed));
  return WHOLE;
}

function misbehave(
  response: ServerResponse,
  feed: SoakFeed,
  way: Way,
  dice: (below: number) => number,
): Ending | null {
  if (way === 'resets') {
    response.destroy();
    return BROKEN;
  }
  if (way === 'stalls') {
    if (dice(2) === 0) response.writeHead(200, { 'content-type': 'text/xml' }).write('<rss><channel>');
    return { whole: false, open: true };
  }
  if (way === 'busy') return beBusy(response, dice);
  if (way === 'broken') {
    response.writeHead([500, 502, 503][dice(3)] ?? 500).end('out of order');
    return BROKEN;
  }
  if (way === 'walled') {
    response.writeHead(dice(2) === 0 ? 200 : 403, { 'content-type': 'text/html; charset=utf-8' }).end(WALL);
    return { whole: false, restUntil: Date.now() + WALL_REST };
  }
  if (way === 'cut' || way === 'short') return breakOff(response, feed, way);
  return null;
}

/** Asks for a pause, in seconds or until a date. */
function beBusy(response: ServerResponse, dice: (below: number) => number): Ending {
  const seconds = 2 + dice(4);
  const until = Math.floor((Date.now() + seconds * 1_000) / 1_000) * 1_000;
  const [status, value] = dice(2) === 0 ? [429, String(seconds)] : [503, new Date(until).toUTCString()];
  const restUntil = status === 429 ? Date.now() + seconds * 1_000 : until;
  response.writeHead(status, { 'retry-after': value }).end();
  return { whole: false, restUntil };
}

/** Half the feed: `cut` announced its length, `short` did not, so that it looks whole to whoever reads it. */
function breakOff(response: ServerResponse, feed: SoakFeed, way: 'cut' | 'short'): Ending {
  const body = Buffer.from(rssOf(feed));
  const head = { 'content-type': 'application/rss+xml; charset=utf-8', etag: `"${feed.items.length}"` };
  const half = body.subarray(0, Math.floor(body.length * 0.6));
  if (way === 'short') response.writeHead(200, { ...head, connection: 'close' }).end(half);
  else {
    response.writeHead(200, { ...head, 'content-length': String(body.length) });
    response.write(half, () => response.destroy());
  }
  return BROKEN;
}
