import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici';
import { AppError } from '../core/errors.ts';
import type { NotifierIO } from '../core/message/notifier.ts';
import type { Instant } from '../core/time.ts';
import { sendMail } from './mail-out.ts';
import { openOutboundGuard } from './outbound-guard.ts';

export interface NotifierIODeps {
  /** Time limit of one request or one mail, in milliseconds. */
  readonly timeoutMs: number;
  now(): Instant;
  /** The way out of the network; without it, directly. */
  readonly dispatcher?: Dispatcher | undefined;
}

/** Answers are only read to be shown as a reason: more than this is cut. */
const MAX_ANSWER_LENGTH = 16_384;
const ANSWER_MS = 2_000;

/**
 * The network for notifiers. `request` follows no redirect: a signed alert goes where it was addressed. Both reject
 * when the far side cannot be reached in time, and with AppError('bad_params') when the address itself is unusable; a
 * mail's rejection carries the SMTP `responseCode`.
 */
export function openNotifierIO(deps: NotifierIODeps): NotifierIO {
  return {
    now: deps.now,
    tokens: new Map(),
    async request(url, init) {
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
        throw new AppError('bad_params', 'not an http(s) URL');
      const far = openOutboundGuard();
      await far.look(url);
      const { lookup } = far;
      const direct = deps.dispatcher ? null : new Agent({ connect: { lookup } });
      try {
        const response = await fetch(url, {
          ...init,
          headers: { ...init.headers },
          redirect: 'manual',
          signal: AbortSignal.timeout(deps.timeoutMs),
          dispatcher: deps.dispatcher ?? (direct as Dispatcher),
        }).catch((error: unknown) => {
          throw reachable(error);
        });
        const { status } = response;
        const headers = Object.fromEntries(response.headers);
        return { status, headers, body: await start(response.body), isNear: far.isNear() };
      } finally {
        void direct?.destroy();
      }
    },
    mail: (server, mail) => sendMail(server, mail, deps.timeoutMs),
  };
}

/** Asks an address and tells the status of its answer. Rejects when the far side cannot be reached in time. */
export type Ping = (url: string, signal: AbortSignal) => Promise<number>;

/** As notifiers ask, but with GET and nothing to say: whoever is asked notes that we live. */
export function openPing({ timeoutMs, dispatcher }: Pick<NotifierIODeps, 'timeoutMs' | 'dispatcher'>): Ping {
  return async (url, signal) => {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(dispatcher ? { dispatcher } : {}),
    }).catch((error: unknown) => {
      throw reachable(error);
    });
    await response.body?.cancel().catch(() => {});
    return response.status;
  };
}

/** The way out of the network that HTTP_PROXY and the like name; undefined: directly. */
export function wayOut(
  proxy: { readonly http: string | null; readonly https: string | null; readonly none: string } | null,
): Dispatcher | undefined {
  if (proxy === null) return undefined;
  const { http, https, none } = proxy;
  return new EnvHttpProxyAgent({ httpProxy: http ?? '', httpsProxy: https ?? '', noProxy: none });
}

/** The cause says what happened ("connect ECONNREFUSED"), where fetch only says "fetch failed". */
function reachable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.cause instanceof AppError) return error.cause;
  return error.cause instanceof Error ? new Error(error.cause.message, { cause: error.cause }) : error;
}

/**
 * What of an answer arrives in a moment. The status has decided already: a body that breaks off or never
 * ends must not make a delivered alert look undelivered.
 */
async function start(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const late = setTimeout(() => void reader.cancel().catch(() => {}), ANSWER_MS);
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < MAX_ANSWER_LENGTH) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // What came so far is all there is to show.
  } finally {
    clearTimeout(late);
    void reader.cancel().catch(() => {});
  }
  return text.slice(0, MAX_ANSWER_LENGTH);
}
