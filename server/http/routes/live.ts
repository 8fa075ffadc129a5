import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { LiveEvent } from '../../core/job/live.ts';
import type { HttpDeps } from '../deps.ts';
import { isLoggedIn } from '../identify.ts';

/** A named event: a page hears it, and knows by its absence that the line is dead. */
const HEARTBEAT_MS = 15_000;
/** Whoever logged out, or was shut out, hears no more after so long. */
const LOOK_MS = 3_000;
/** Mentions are announced at most twice a second: at full ingest there are thousands a second. */
const GATHER_MS = 500;
/** A page that reads slower than this many events behind is cut off; it connects again and reloads. */
const BACKLOG = 500;
/** The rest (jobs, heartbeats) is between the roles; a page has no use for it. */
const SHOWN = new Set<LiveEvent['kind']>([
  'mentions',
  'alert',
  'feed',
  'delivery',
  'settings',
  'labels',
  'stories',
  'resync',
]);

type Mentions = Extract<LiveEvent, { kind: 'mentions' }>;

function merge(held: Mentions | null, event: Mentions): Mentions {
  if (held === null) return event;
  const watchIds = [...new Set([...held.watchIds, ...event.watchIds])];
  return { ...event, added: held.added + event.added, watchIds };
}

/** Passes events on in order; mentions are gathered into one per half second. Returns how to stop. */
function relay(deps: HttpDeps, stream: SSEStreamingApi): () => void {
  let held: Mentions | null = null;
  let waiting = 0;
  let timer: NodeJS.Timeout | null = null;
  const write = (event: LiveEvent) => {
    if (waiting >= BACKLOG) return stream.abort();
    waiting += 1;
    void stream.writeSSE({ event: event.kind, data: JSON.stringify(event) }).finally(() => {
      waiting -= 1;
    });
  };
  const flush = () => {
    timer = null;
    if (held !== null) write(held);
    held = null;
  };
  const unsubscribe = deps.bus.subscribe((event) => {
    if (!SHOWN.has(event.kind)) return;
    if (event.kind !== 'mentions') return write(event);
    held = merge(held, event);
    timer ??= setTimeout(flush, GATHER_MS);
  });
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Server-sent events: the event's name is its kind, its data the `LiveEvent`. A page reconnects itself. */
export const liveRoutes = (deps: HttpDeps) =>
  new Hono().get('/live', (c) => {
    // Proxies that buffer would hold events back.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      const stop = relay(deps, stream);
      const heartbeat = setInterval(() => void stream.writeSSE({ event: 'ping', data: '' }), HEARTBEAT_MS);
      let look: NodeJS.Timeout | undefined;
      try {
        await stream.write('retry: 2000\n: hello\n\n');
        await new Promise<void>((resolve) => {
          stream.onAbort(resolve);
          if (stream.aborted) resolve();
          look = setInterval(() => {
            // A database that is silent says nothing about who may listen.
            void isLoggedIn(c, deps).then(
              (still) => still || resolve(),
              () => {},
            );
          }, LOOK_MS);
        });
      } finally {
        clearInterval(heartbeat);
        clearInterval(look);
        stop();
      }
    });
  });
