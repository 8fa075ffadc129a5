import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Instant } from '../core/time.ts';
import { grocerPast } from './grocer/past.ts';
import { CHANNELS, type Channel, type DemoPost, quietHistory } from './history.ts';
import { hotWords, storySoFar } from './story.ts';
import type { StoryClock } from './story-clock.ts';

/** The host that the story's pages live on: `.invalid` can never be a real one. */
export const DEMO_ORIGIN = 'http://demo.tingchao.invalid';

/** Recorded public pages, by the address they were recorded from; provenance is in the file name. */
const RECORDED: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  'top.baidu.com/api/board': {
    file: 'baidu-hot/api-board-realtime-2026-03-16.real.json',
    type: 'application/json',
  },
  'www.chinanews.com.cn/rss/scroll-news.xml': {
    file: 'rss/cn-chinanews-scroll-2026-04-19.retyped.xml',
    type: 'text/xml',
  },
  'www.v2ex.com/api/topics/hot.json': {
    file: 'v2ex/topics-hot-2026-08-23.real-scrubbed.json',
    type: 'application/json',
  },
};

/** Origins that the crawler must be pointed here for; see `replay` of the polite fetcher. */
export const REPLAYED_ORIGINS = [
  DEMO_ORIGIN,
  'https://top.baidu.com',
  'https://www.chinanews.com.cn',
  'https://www.v2ex.com',
];

const payloads = path.resolve(import.meta.dirname, '../../test/payloads');

export interface ReplayServer {
  readonly origin: string;
  /** Webhook calls received, with their signatures checked. */
  readonly received: () => readonly { readonly at: Instant; readonly valid: boolean }[];
  /** The story starts when this is called; before, all is quiet. */
  startStory(clock: StoryClock): void;
  close(): Promise<void>;
}

/**
 * Plays public pages on loopback: recorded ones as they were, and the demo story as time passes.
 * `secret` is the webhook channel's, so that signatures can be checked like a customer would.
 */
export async function startReplayServer(now: () => Instant, secret: string): Promise<ReplayServer> {
  const openedAt = now();
  const past = [...quietHistory(openedAt), ...grocerPast(openedAt)].sort((a, b) => a.at - b.at);
  const received: { at: Instant; valid: boolean }[] = [];
  let clock: StoryClock | null = null;
  const told = () => (clock === null ? [] : storySoFar(clock, now()));

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    if (url.pathname === '/robots.txt') return answer(response, 'text/plain', 'User-agent: *\nAllow: /\n');
    if (request.method === 'POST' && url.pathname === '/inbox') {
      return void receive(request, secret).then((valid) => {
        received.push({ at: now(), valid });
        answer(response, 'application/json', '{"ok":true}', valid ? 200 : 401);
      });
    }
    const channel = /^\/feeds\/(\w+)\.json$/.exec(url.pathname)?.[1];
    if (channel && channel in CHANNELS) {
      return feed(request, response, channel as Channel, [...past, ...told()]);
    }
    if (url.pathname === '/hot.json')
      return answer(response, 'application/feed+json', hotList(hotWords(clock, now())));
    const page = RECORDED[`${url.host}${url.pathname}`];
    if (!page) return answer(response, 'text/plain', 'not recorded', 404);
    return void readFile(path.join(payloads, page.file)).then((body) => answer(response, page.type, body));
  });
  const origin = await listen(server);
  return {
    origin,
    received: () => received,
    startStory: (story) => {
      clock ??= story;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

function answer(response: ServerResponse, type: string, body: string | Buffer, status = 200): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

/** A first visitor gets everything; one who has been here gets the newest 80, or 304. */
function feed(
  request: IncomingMessage,
  response: ServerResponse,
  channel: Channel,
  all: readonly DemoPost[],
): void {
  const posts = all.filter((post) => post.channel === channel);
  const etag = `"${createHash('sha256')
    .update(posts.map((post) => post.id).join())
    .digest('base64url')}"`;
  const known = request.headers['if-none-match'];
  if (known === etag) return void response.writeHead(304, { etag }).end();
  const items = (known ? posts.slice(-80) : posts).toReversed().map((post) => ({
    id: post.id,
    url: `${DEMO_ORIGIN}/posts/${post.id}`,
    ...(post.title ? { title: post.title } : {}),
    content_text: post.text,
    date_published: new Date(post.at).toISOString(),
    authors: [{ name: post.author }],
  }));
  const body = { version: 'https://jsonfeed.org/version/1.1', title: CHANNELS[channel].name, items };
  response
    .writeHead(200, { 'content-type': 'application/feed+json; charset=utf-8', etag })
    .end(JSON.stringify(body));
}

function hotList(words: readonly string[]): string {
  const items = words.map((title) => ({
    id: `hot-${title}`,
    url: `${DEMO_ORIGIN}/hot/${encodeURIComponent(title)}`,
    title,
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: '演示·热榜', items });
}

async function receive(request: IncomingMessage, secret: string): Promise<boolean> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const stamp = String(request.headers['x-tingchao-timestamp'] ?? '');
  const expected = `sha256=${createHmac('sha256', secret).update(`${stamp}.`).update(Buffer.concat(chunks)).digest('hex')}`;
  const given = Buffer.from(String(request.headers['x-tingchao-signature'] ?? ''));
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}
