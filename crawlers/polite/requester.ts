import { Agent, request } from 'undici';
import type { FetchResult } from '../../server/core/source.ts';
import { guardedLookup, isAddress, isPublicAddress, type Lookup } from './addresses.ts';
import { BodyMalformed, BodyTooLarge, counted, readBody, unpackBody } from './body.ts';
import { reasonOf } from './failure.ts';

export interface Limits {
  /** Milliseconds until connected, until the headers, and for the whole body after them. */
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  /** Bytes, after decompression. */
  readonly bytes: number;
}

export interface Ask {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** Take the first `maxBytes` of a longer body instead of refusing it. */
  readonly cut: boolean;
}

export interface Answer {
  readonly kind: 'answer';
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Bytes that came over the wire. */
  readonly bytes: number;
}

export type Failure = Extract<FetchResult, { kind: 'failed' }>;
export type Damaged = { readonly kind: 'damaged'; readonly detail: string; readonly bytes: number };

export interface Requester {
  send(ask: Ask): Promise<Answer | Failure | Damaged>;
  close(): Promise<void>;
}

export interface RequesterDeps {
  readonly limits: Limits;
  readonly lookup: Lookup;
  /** Hosts (`host` or `host:port`) that may resolve to private addresses. */
  isLocal(url: URL): boolean;
  /** Where to connect instead of the URL's own host; null for nearly all. */
  replayOf(url: URL): URL | null;
  readonly closing: AbortSignal;
}

/** Sends single GET requests: no redirects followed, no retries, every failure a value. */
export function createRequester({ limits, lookup, isLocal, replayOf, closing }: RequesterDeps): Requester {
  const agentWith = (resolver: Lookup): Agent =>
    new Agent({
      connect: { lookup: resolver, timeout: limits.connect },
      connections: 1,
      headersTimeout: limits.headers,
    });
  const guarded = agentWith(guardedLookup(lookup));
  const open = agentWith(lookup);
  return {
    async send(ask) {
      const replay = replayOf(ask.url);
      if (replay !== null) return exchange(ask, replay, open, limits, closing);
      const local = isLocal(ask.url);
      const host = ask.url.hostname;
      // A literal address never passes through the resolver.
      if (!local && isAddress(host) && !isPublicAddress(host)) {
        return {
          kind: 'failed',
          reason: 'private-address',
          detail: `${host} is not a public address`,
          bytes: 0,
        };
      }
      return exchange(ask, ask.url, local ? open : guarded, limits, closing);
    },
    async close() {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

async function exchange(
  ask: Ask,
  target: URL,
  dispatcher: Agent,
  limits: Limits,
  closing: AbortSignal,
): Promise<Answer | Failure | Damaged> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let bytes = 0;
  try {
    const signal = AbortSignal.any([closing, deadline.signal]);
    const headersTimeout = limits.headers;
    const response = await request(target, {
      dispatcher,
      headers: { ...ask.headers, host: ask.url.host },
      signal,
      headersTimeout,
      bodyTimeout: 0,
    });
    timer = setTimeout(() => deadline.abort(), limits.body);
    const headers = flatten(response.headers);
    const announced = Number(headers['content-length'] ?? 0);
    if (announced > ask.maxBytes && !ask.cut) {
      response.body.on('error', () => undefined).destroy();
      throw new BodyTooLarge(`${announced} bytes announced`);
    }
    const packed = await readBody(
      counted(response.body, (size) => (bytes += size)),
      ask.maxBytes,
      ask.cut,
    );
    const body = await unpackBody(packed, headers['content-encoding'] ?? '', ask.maxBytes);
    return { kind: 'answer', url: ask.url, status: response.statusCode, headers, body, bytes };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof BodyMalformed) return { kind: 'damaged', detail, bytes };
    if (error instanceof BodyTooLarge) return { kind: 'failed', reason: 'too-large', detail, bytes };
    if (closing.aborted)
      return { kind: 'failed', reason: 'aborted', detail: 'the fetcher was closed', bytes };
    if (deadline.signal.aborted) {
      return {
        kind: 'failed',
        reason: 'timeout',
        detail: `body not complete after ${limits.body} ms`,
        bytes,
      };
    }
    return { kind: 'failed', reason: reasonOf(error), detail, bytes };
  } finally {
    clearTimeout(timer);
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
