import { createTransport } from 'nodemailer';
import { type Dispatcher, fetch } from 'undici';
import { AppError } from './core/errors.ts';
import type { NotifierIO } from './core/notifier.ts';
import type { Instant } from './core/time.ts';

export interface NotifierIODeps {
  /** Time limit of one request or one mail, in milliseconds. */
  readonly timeoutMs: number;
  now(): Instant;
  /** Decides which addresses may be reached at all; without it, any. */
  readonly dispatcher?: Dispatcher;
}

/** Answers are only read to be shown as a reason: more than this is cut. */
const LONGEST_ANSWER = 16_384;

/**
 * The network for notifiers. `request` follows no redirect: a signed alert goes where it was told to.
 * Both reject when the far side cannot be reached in time, and with AppError('bad_params') when the
 * address itself is unusable; a mail's rejection carries the SMTP `responseCode`.
 */
export function openNotifierIO(deps: NotifierIODeps): NotifierIO {
  return {
    now: deps.now,
    async request(url, init) {
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
        throw new AppError('bad_params', 'not an http(s) URL');
      const response = await fetch(url, {
        ...init,
        headers: { ...init.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(deps.timeoutMs),
        ...(deps.dispatcher ? { dispatcher: deps.dispatcher } : {}),
      }).catch((error: unknown) => {
        throw reachable(error);
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await start(response.body),
      };
    },
    async mail(server, mail) {
      if (!/^smtps?:\/\//i.test(server) || !URL.canParse(server))
        throw new AppError('bad_params', 'not an smtp(s) URL');
      const { timeoutMs } = deps;
      const limits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
      const transport = createTransport({
        url: server,
        ...limits,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({ ...mail, to: [...mail.to] });
      } finally {
        transport.close();
      }
    },
  };
}

/** The cause says what happened ("connect ECONNREFUSED"), where fetch only says "fetch failed". */
function reachable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.cause instanceof AppError) return error.cause;
  return error.cause instanceof Error ? new Error(error.cause.message, { cause: error.cause }) : error;
}

async function start(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= LONGEST_ANSWER) break;
  }
  return text.slice(0, LONGEST_ANSWER);
}
