import { AppError } from '../errors.ts';
import type { Field, Params } from '../feed/source.ts';
import { withoutAddresses } from '../settings/hidden-settings.ts';
import { type Instant, SECOND } from '../time.ts';
import type { NotifierIO, SendResult } from './notifier.ts';

/** Nearly all is posted: a token may be asked for, and what is there changed. */
type Method = Parameters<NotifierIO['request']>[1]['method'];
/** What a service answered. */
export type Answer = Awaited<ReturnType<NotifierIO['request']>>;

const SHOWN = 200;

/**
 * Posts a message and judges the answer. Who cannot be reached is tried again; a fault in what was configured
 * stays one, however often it is tried.
 */
export async function post(
  io: NotifierIO,
  url: string,
  request: Omit<Parameters<NotifierIO['request']>[1], 'method'> & { readonly method?: Method },
  judge: (answer: Answer, now: Instant) => SendResult,
): Promise<SendResult> {
  try {
    const answer = await io.request(url, { method: 'POST', ...request });
    const result = judge(answer, io.now());
    return answer.isNear ? withoutWords(result, answer) : result;
  } catch (error) {
    const retry = !(error instanceof AppError);
    return { ok: false, retry, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What came of it, as it may be kept and shown: a service may repeat the key that it was asked with. */
export function withoutKeys(result: SendResult, settings: Params, fields: readonly Field[]): SendResult {
  if (!result.ok) return { ...result, reason: withoutAddresses(result.reason, settings, fields) };
  return result.answer === undefined
    ? result
    : { ...result, answer: withoutAddresses(result.answer, settings, fields) };
}

/** A channel that leads to another service of the house must not become a window into it. */
function withoutWords(result: SendResult, { status }: Answer): SendResult {
  return result.ok ? { ok: true, answer: `${status}` } : { ...result, reason: `HTTP ${status}` };
}

export const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'user-agent': 'Tingchao/1',
};

export interface JsonRequest {
  readonly url: string;
  readonly json: unknown;
  readonly judge: (answer: Answer, now: Instant) => SendResult;
  /** Beside those that every request in JSON has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: Method;
}

/** As `post`, of a value as JSON. */
export function postJson(
  io: NotifierIO,
  { url, json, judge, headers = {}, method = 'POST' }: JsonRequest,
): Promise<SendResult> {
  const allHeaders = { ...JSON_HEADERS, ...headers };
  return post(io, url, { method, headers: allHeaders, body: JSON.stringify(json) }, judge);
}

/** By its HTTP status alone: too many, too early and faults of the far side may pass, other refusals do not. */
export function judgeStatus({ status, headers, body }: Answer, now: Instant): SendResult {
  const said = body.slice(0, SHOWN);
  if (status >= 200 && status < 300) return { ok: true, answer: `${status} ${said}`.trim() };
  const retry = status === 408 || status === 425 || status === 429 || status >= 500;
  const retryAt = retry ? retryAfter(headers['retry-after'], now) : undefined;
  return {
    ok: false,
    retry,
    reason: `HTTP ${status} ${said}`.trim(),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

export interface CodeRules {
  /** Field of the JSON answer that holds the code. */
  readonly field: string;
  readonly good: number;
  /** Codes that say "too much": try again after so many milliseconds. */
  readonly busy: Readonly<Record<number, number>>;
  /** Codes of trouble on the far side: try again as usual. Every other code is a refusal for good. */
  readonly passing: readonly number[];
}

/** Of services that answer 200 and say in the body what they think. A 200 without a code is no delivery. */
export function judgeCode(answer: Answer, now: Instant, rules: CodeRules): SendResult {
  const { field, good, busy, passing } = rules;
  return judgeSaid(answer, now, {
    field,
    read: (body) => (typeof body[field] === 'number' ? body[field] : null),
    good,
    pause: (code) => busy[code],
    passes: (code) => passing.includes(code),
  });
}

/** How a service says in its answer what it thinks: by a number or by a word. */
export interface SaidRules<Code extends string | number> {
  /** What is missed where no code can be read. */
  readonly field: string;
  /** The code in the answer, null where there is none. */
  read(body: Readonly<Record<string, unknown>>): Code | null;
  readonly good: Code;
  /** "Too much": milliseconds until it may be tried again; undefined: it is something else. */
  pause(code: Code, body: string): number | undefined;
  /** Trouble on the far side: try again as usual. Every other code is a refusal for good. */
  passes(code: Code): boolean;
}

/** As `judgeCode`, of whatever kind the code is. */
export function judgeSaid<Code extends string | number>(
  answer: Answer,
  now: Instant,
  rules: SaidRules<Code>,
): SendResult {
  const byStatus = judgeStatus(answer, now);
  const code = rules.read(saidIn(answer.body));
  if (code === null) {
    if (!byStatus.ok) return byStatus;
    return { ok: false, retry: true, reason: `an answer without ${rules.field}: ${byStatus.answer ?? ''}` };
  }
  const said = answer.body.slice(0, SHOWN);
  if (code === rules.good) return { ok: true, answer: said };
  const pause = rules.pause(code, answer.body);
  if (pause !== undefined) return { ok: false, retry: true, reason: said, retryAt: now + pause };
  // A gateway in front of the service says by its status for how long to wait, whatever the code in the body.
  if (!byStatus.ok && byStatus.retry) return { ...byStatus, reason: said };
  return { ok: false, retry: rules.passes(code), reason: said };
}

/** What an answer in JSON says; nothing where it is none. */
export function saidIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** Retry-After as an instant: seconds or an HTTP date; undefined when absent or unreadable. */
function retryAfter(value: string | undefined, now: Instant): Instant | undefined {
  if (value === undefined) return undefined;
  const at = /^\d+$/.test(value.trim()) ? now + Number(value) * SECOND : Date.parse(value);
  return Number.isFinite(at) ? Math.max(now, at) : undefined;
}
