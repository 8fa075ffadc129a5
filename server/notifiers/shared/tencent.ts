import type { Params } from '../../core/feed/source.ts';
import type { NotifierIO, SendResult } from '../../core/message/notifier.ts';
import { judgeSaid, post, type SaidRules } from '../../core/message/send-result.ts';
import { type Instant, MINUTE, SECOND } from '../../core/time.ts';
import { type CloudKey, cloudKey, hmac, sha256 } from './cloud-key.ts';

/** What is asked of Tencent Cloud (腾讯云), its parameters in a body of JSON. */
export interface TencentAction {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly region: string;
  readonly body: string;
}

/**
 * The same signed by TC3-HMAC-SHA256: its address, and every header but `host`. The clock may be off by five minutes.
 * https://cloud.tencent.com/document/api/382/52072
 */
export function signTencent(
  { host, action, version, region, body }: TencentAction,
  key: CloudKey,
  now: Instant,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const [seconds, day] = [String(Math.floor(now / SECOND)), new Date(now).toISOString().slice(0, 10)];
  const [service = ''] = host.split('.');
  const type = 'application/json; charset=utf-8';
  const names = 'content-type;host;x-tc-action';
  const lines = [`content-type:${type}`, `host:${host}`, `x-tc-action:${action.toLowerCase()}`];
  const canonical = ['POST', '/', '', ...lines, '', names, sha256(body)].join('\n');
  const scope = `${day}/${service}/tc3_request`;
  const told = ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n');
  const ofDay = hmac(`TC3${key.secret}`, day);
  const signature = hmac(hmac(hmac(ofDay, service), 'tc3_request'), told).toString('hex');
  const authorization = `TC3-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const headers = {
    authorization,
    'content-type': type,
    'x-tc-action': action,
    'x-tc-region': region,
    'x-tc-timestamp': seconds,
    'x-tc-version': version,
  };
  return { url: `https://${host}/`, headers };
}

/** Half a minute is waited for; of an hour or a day, whoever is next should hear sooner. */
const LIMITS: readonly (readonly [string, number])[] = [
  ['PhoneNumberThirtySecondLimit', 30 * SECOND],
  ['DeliveryFrequencyLimit', MINUTE],
];

/** https://cloud.tencent.com/document/api/382/52075, https://cloud.tencent.com/document/api/1128/51567 */
const ANSWER: SaidRules<string> = {
  field: 'Response',
  read: ({ Response }) => codeOf(Response),
  good: 'Ok',
  pause: (code) => LIMITS.find(([limit]) => code.endsWith(limit))?.[1],
  passes: (code) =>
    /^(?:InternalError|RequestLimitExceeded|FailedOperation\.AccessUpstreamTimeout)/.test(code),
};

interface TencentResponse {
  readonly Error?: { readonly Code?: string };
  readonly SendStatusSet?: readonly { readonly Code?: string }[];
  readonly SendStatus?: { readonly CallId?: string };
}

/** Of the request where it was refused, else of the one number in it. A call that was taken has a name. */
function codeOf(response: unknown): string | null {
  if (typeof response !== 'object' || response === null) return null;
  const { Error: refused, SendStatusSet: messages, SendStatus: call } = response as TencentResponse;
  return refused?.Code ?? messages?.[0]?.Code ?? (call?.CallId === undefined ? null : 'Ok');
}

/** Asks it and judges the answer. */
export function askTencent(io: NotifierIO, action: TencentAction, settings: Params): Promise<SendResult> {
  const { url, headers } = signTencent(action, cloudKey(settings), io.now());
  const request = { headers: { 'user-agent': 'Tingchao/1', ...headers }, body: action.body };
  return post(io, url, request, (answer, at) => judgeSaid(answer, at, ANSWER));
}
