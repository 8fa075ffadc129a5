import { type Dispatcher, request } from 'undici';
import type { FetchResult } from '../../server/core/feed/source.ts';
import { BodyMalformed, BodyTooLarge, counted, isGzip, readBody, unpackBody } from './body.ts';
import { reasonOf } from './failure.ts';

export interface Limits {
  /** Milliseconds until connected, until the headers, and for the whole body after them. */
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  /** Bytes, after decompression. */
  readonly bytes: number;
}

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent with POST; a GET without. */
  readonly body?: string;
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

/** A body that stopped in the middle. */
export interface BrokenOff {
  readonly kind: 'broken-off';
  readonly why: Failure | Damaged;
  /** What had come, unpacked; never the whole. */
  readonly begun: Answer;
}

/** A body of which only the beginning counts may unpack to this many times the beginning. */
const CUT_UNPACKED = 20;

interface Exchange {
  readonly ask: HttpRequest;
  /** Where to connect, which may differ from the address asked for. */
  readonly target: URL;
  readonly dispatcher: Dispatcher;
  readonly limits: Limits;
  readonly closing: AbortSignal;
}

/**
 * One request and its whole answer, unpacked. Never longer than the limits say: connecting and the headers
 * have a common end, however slowly they drip, and so has the body.
 */
export async function exchange({
  ask,
  target,
  dispatcher,
  limits,
  closing,
}: Exchange): Promise<Answer | Failure | Damaged | BrokenOff> {
  const deadline = new AbortController();
  const until = (ms: number, what: string) =>
    setTimeout(() => deadline.abort(`${what} not complete after ${ms} ms`), ms);
  let timer = until(limits.connect + limits.headers, 'headers');
  let bytes = 0;
  const chunks: Uint8Array[] = [];
  let begun: Omit<Answer, 'body' | 'bytes'> | null = null;
  try {
    const response = await request(target, {
      dispatcher,
      ...(ask.body !== undefined && { method: 'POST', body: ask.body }),
      headers: { ...ask.headers, host: ask.url.host },
      signal: AbortSignal.any([closing, deadline.signal]),
      headersTimeout: limits.headers,
      bodyTimeout: 0,
    });
    clearTimeout(timer);
    timer = until(limits.body, 'body');
    const headers = flatten(response.headers);
    begun = { kind: 'answer', url: ask.url, status: response.statusCode, headers };
    const announced = Number(headers['content-length'] ?? 0);
    if (announced > ask.maxBytes && !ask.cut) {
      response.body.on('error', () => undefined).destroy();
      throw new BodyTooLarge(`${announced} bytes announced`);
    }
    const count = (chunk: Uint8Array) => {
      bytes += chunk.length;
      chunks.push(chunk);
    };
    const packed = await readBody(counted(response.body, count), ask.maxBytes, ask.cut);
    const most = ask.cut ? ask.maxBytes * CUT_UNPACKED : ask.maxBytes;
    const sent = await unpackBody(packed, headers['content-encoding'] ?? '', most);
    const body = isGzip(sent) ? await unpackBody(sent, 'gzip', most) : sent;
    return { ...begun, body: body.subarray(0, ask.maxBytes), bytes };
  } catch (error) {
    if (closing.aborted)
      return { kind: 'failed', reason: 'aborted', detail: 'the fetcher was closed', bytes };
    const why = failureOf(error, deadline.signal, bytes);
    return begun === null ? why : brokenOff(why, begun, chunks, ask.maxBytes);
  } finally {
    clearTimeout(timer);
  }
}

/** What had come of a body, where anything can be made of it; a body that is too large was not cut by anybody else. */
async function brokenOff(
  why: Failure | Damaged,
  begun: Omit<Answer, 'body' | 'bytes'>,
  chunks: readonly Uint8Array[],
  most: number,
): Promise<BrokenOff | Failure | Damaged> {
  if (chunks.length === 0 || (why.kind === 'failed' && why.reason === 'too-large')) return why;
  try {
    const packed = Buffer.concat(chunks);
    const sent = await unpackBody(packed, begun.headers['content-encoding'] ?? '', most, true);
    const body = isGzip(sent) ? await unpackBody(sent, 'gzip', most, true) : sent;
    return { kind: 'broken-off', why, begun: { ...begun, body, bytes: why.bytes } };
  } catch {
    return why;
  }
}

function failureOf(error: unknown, deadline: AbortSignal, bytes: number): Failure | Damaged {
  if (deadline.aborted) return { kind: 'failed', reason: 'timeout', detail: String(deadline.reason), bytes };
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyMalformed) return { kind: 'damaged', detail, bytes };
  const reason = error instanceof BodyTooLarge ? 'too-large' : reasonOf(error);
  return { kind: 'failed', reason, detail, bytes };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
