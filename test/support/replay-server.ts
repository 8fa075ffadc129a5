import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** What a route answers. Faults combine: a gzip body behind a delay that is cut half way. */
export interface Reply {
  readonly file?: string | URL;
  readonly body?: string | Uint8Array;
  readonly status?: number;
  /** Full header value, charset and all. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly packed?: 'gzip' | 'br' | 'deflate';
  /** Answers 304 when the request carries it. */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly redirect?: string;
  /** Seconds, or a date. */
  readonly retryAfter?: string;
  /** ms before the headers. */
  readonly delay?: number;
  /** Sends headers and half the body, then nothing more. */
  readonly stall?: boolean;
  /** Breaks the connection before answering. */
  readonly reset?: boolean;
  /** Announces the whole body, sends half, breaks the connection; `chunked`: announces no length. */
  readonly truncate?: boolean | 'chunked';
  /** Sends this many bytes of filler without announcing a length. */
  readonly endless?: number;
}

export interface SeenRequest {
  readonly method: string;
  /** What came with a POST, once it has come. */
  readonly body: () => string;
  readonly path: string;
  readonly host: string;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
  /** Requests of the same Host header under way, this one included. */
  readonly together: number;
}

export interface ReplayServer {
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Routes may be set and replaced while it runs. A function decides per request. */
  route(path: string, reply: Reply | (() => Reply)): void;
  close(): Promise<void>;
}

const PACK = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

/** A real HTTP server on loopback that plays recorded payloads and faults, and writes down who asked. */
export async function startReplayServer(
  routes: Readonly<Record<string, Reply | (() => Reply)>> = {},
): Promise<ReplayServer> {
  const table = new Map(Object.entries(routes));
  const seen: SeenRequest[] = [];
  const underWay = new Map<string, number>();
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const path = request.url ?? '/';
    const together = (underWay.get(host) ?? 0) + 1;
    underWay.set(host, together);
    response.on('close', () => underWay.set(host, (underWay.get(host) ?? 1) - 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    const body = () => Buffer.concat(chunks).toString();
    const method = request.method ?? '';
    seen.push({ method, body, path, host, headers: request.headers, at: performance.now(), together });
    const route = table.get(path);
    const reply =
      typeof route === 'function'
        ? route()
        : (route ?? { status: 404, body: 'not here', type: 'text/plain' });
    answer(request, response, reply).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    route: (path, reply) => void table.set(path, reply),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.delay !== undefined) await sleep(reply.delay, undefined, { ref: false });
  if (reply.reset) return void request.socket.destroy();
  const headers: Record<string, string> = {
    'content-type': reply.type ?? 'text/html; charset=utf-8',
    ...reply.headers,
  };
  if (reply.etag !== undefined) headers.etag = reply.etag;
  if (reply.lastModified !== undefined) headers['last-modified'] = reply.lastModified;
  if (reply.retryAfter !== undefined) headers['retry-after'] = reply.retryAfter;
  if (reply.redirect !== undefined)
    return void response.writeHead(reply.status ?? 302, { location: reply.redirect }).end();
  if (isKnown(request, reply)) return void response.writeHead(304, headers).end();
  if (reply.packed !== undefined) headers['content-encoding'] = reply.packed;
  if (reply.endless !== undefined) {
    response.writeHead(200, headers);
    return pour(response, reply.endless);
  }
  const plain = reply.file === undefined ? Buffer.from(reply.body ?? '') : readFileSync(reply.file);
  const body = reply.packed === undefined ? plain : PACK[reply.packed](plain);
  const length = reply.truncate === 'chunked' ? {} : { 'content-length': String(body.length) };
  response.writeHead(reply.status ?? 200, { ...headers, ...length });
  if (!reply.stall && !reply.truncate) return void response.end(body);
  response.write(body.subarray(0, body.length / 2));
  if (reply.truncate) setTimeout(() => response.destroy(), 20);
}

function isKnown(request: IncomingMessage, reply: Reply): boolean {
  const { 'if-none-match': etag, 'if-modified-since': since } = request.headers;
  if (reply.etag !== undefined) return etag === reply.etag;
  return reply.lastModified !== undefined && since === reply.lastModified;
}

/** Stops as soon as the reader does. */
async function pour(response: ServerResponse, total: number): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const chunks = Array.from({ length: Math.ceil(total / chunk.length) }, () => chunk);
  await pipeline(Readable.from(chunks), response);
}
