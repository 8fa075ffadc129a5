import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDice } from './posts.ts';
import { answerFeed, type Ending, WAYS, type Way } from './soak-faults.ts';
import { feedAt } from './soak-feed.ts';

export interface SoakSize {
  readonly hosts: number;
  readonly feedsPerHost: number;
  /** ms that a host wants between the end of one request and the start of the next. */
  readonly interval: number;
  /** ms between two new items of a feed. */
  readonly itemEvery: number;
}

interface Host {
  readonly index: number;
  readonly way: Way;
  readonly server: Server;
  together: number;
  startedAt: number;
  endedAt: number;
  restUntil: number;
}

/** Our clock and the crawler's may differ by so much, two processes on one machine. */
const TOLERANCE = 3;

/**
 * Many hosts on loopback, a port each, some of them ill, all of them watching how they are asked. They write
 * down every breach of manners and every item that they handed over whole.
 */
export async function startSoakHosts(size: SoakSize) {
  const dice = createDice();
  const since = Date.now();
  const breaches: string[] = [];
  const handedOver = new Set<string>();
  const shown = new Set<string>();
  const count = { requests: 0, faults: 0, unchanged: 0 };
  const seen = { breaches, handedOver, shown, count };

  const watch = (host: Host, path: string, now: number) => {
    const at = (what: string) =>
      breaches.push(
        `${Math.round((Date.now() - since) / 1000)} s host ${host.index} (${host.way}) ${path}: ${what}`,
      );
    if (host.together > 0) at(`${host.together + 1} requests at once`);
    const gap = now - Math.max(host.startedAt, host.endedAt);
    if (gap < size.interval - TOLERANCE) at(`${gap} ms after the last`);
    if (now < host.restUntil - TOLERANCE) at(`${host.restUntil - now} ms too early`);
    if (host.way === 'closed' && path === '/feed/0.xml') at('robots.txt forbids it');
    if (host.way === 'no-robots' && path !== '/robots.txt') at('without a robots.txt');
  };

  const answer = (host: Host, request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const now = Date.now();
    watch(host, path, now);
    count.requests += 1;
    host.together += 1;
    host.startedAt = now;
    response.on('close', () => {
      host.together -= 1;
    });
    if (path === '/robots.txt') answerRobots(host.way, response);
    else {
      const number = Number(/\d+/.exec(path)?.[0]);
      const feed = feedAt(host.index, number, since, size.itemEvery, now);
      const known = request.headers['if-none-match'];
      const ending = answerFeed(response, feed, host.way, known, dice);
      note(
        ending,
        feed.items.map(({ id }) => id),
        known !== undefined && response.statusCode === 304,
      );
      host.restUntil = Math.max(host.restUntil, ending.restUntil ?? 0);
    }
    host.endedAt = Date.now();
  };

  const note = (ending: Ending, ids: readonly string[], unchanged: boolean) => {
    for (const id of ids) shown.add(id);
    if (unchanged) count.unchanged += 1;
    if (!ending.whole) count.faults += 1;
    // A 304 says that we are known to have handed all of it over before.
    else for (const id of ids) handedOver.add(id);
  };

  const hosts = await Promise.all(Array.from({ length: size.hosts }, (_, index) => open(index, answer)));
  return {
    ...seen,
    /** `127.0.0.1:port` of each. */
    names: hosts.map(({ server }) => `127.0.0.1:${(server.address() as AddressInfo).port}`),
    /** Whoever asked was killed: what it had not stored yet is to come again. */
    forget: () => handedOver.clear(),
    /** Nobody answers any more. */
    close: () =>
      Promise.all(
        hosts.map(({ server }) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      ),
  };
}

async function open(
  index: number,
  answer: (host: Host, request: IncomingMessage, response: ServerResponse) => void,
): Promise<Host> {
  const way = WAYS[index % 20] ?? 'well';
  const server = createServer((request, response) => answer(host, request, response));
  const host: Host = { index, way, server, together: 0, startedAt: 0, endedAt: 0, restUntil: 0 };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return host;
}

function answerRobots(way: Way, response: ServerResponse): void {
  if (way === 'no-robots') return void response.writeHead(500).end();
  const rules = way === 'closed' ? 'Disallow: /feed/0.xml' : 'Allow: /';
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`User-agent: *\n${rules}\n`);
}
