import type { LentToken, NotifierIO, SendResult } from '../../core/message/notifier.ts';
import { type Answer, post, saidIn } from '../../core/message/send-result.ts';
import { type Instant, MINUTE, SECOND } from '../../core/time.ts';

/** Where an app gets its token, and how the service says that one is none any more. */
export interface TokenService {
  /** Which app, by which secret, at which service: each has a token of its own. */
  readonly app: string;
  readonly url: string;
  readonly request: Parameters<typeof post>[2];
  judge(answer: Answer, now: Instant): SendResult;
  /** The fields of the answer that hold the token, and for how many seconds it is good. */
  readonly fields: { readonly token: string; readonly seconds: string };
  /** What the service says of a token that it took back before its time. */
  readonly stale: RegExp;
}

/** A token is asked for again a little before its end: a message may be under way for a while. */
const EARLY = 5 * MINUTE;

/**
 * Sends as an app. Services that know apps want their token kept rather than asked for with each message; what was kept
 * and is refused is asked for again once. A token just lent that is refused stays so.
 */
export async function asApp(
  io: NotifierIO,
  service: TokenService,
  send: (token: string) => Promise<SendResult>,
): Promise<SendResult> {
  const kept = io.tokens.get(service.app);
  if (kept !== undefined && kept.until > io.now()) {
    const result = await send(kept.token);
    if (result.ok || !service.stale.test(result.reason)) return result;
  }
  io.tokens.delete(service.app);
  const refused = await borrow(io, service);
  if (!refused.ok) return refused;
  return send(io.tokens.get(service.app)?.token ?? '');
}

/** Puts a new token where tokens are kept; what is in the way of it otherwise. */
function borrow(io: NotifierIO, { app, url, request, judge, fields }: TokenService): Promise<SendResult> {
  return post(io, url, request, (answer, now) => {
    const result = judge(answer, now);
    if (!result.ok) return result;
    const lent = lentIn(answer.body, fields, now);
    if (lent === null) return { ok: false, retry: true, reason: `an answer without ${fields.token}` };
    io.tokens.set(app, lent);
    return { ok: true };
  });
}

function lentIn(body: string, fields: TokenService['fields'], now: Instant): LentToken | null {
  const { [fields.token]: token, [fields.seconds]: seconds } = saidIn(body);
  if (typeof token !== 'string' || token === '') return null;
  return { token, until: now + (Number(seconds) || 0) * SECOND - EARLY };
}
