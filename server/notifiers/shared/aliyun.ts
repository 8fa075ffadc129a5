import type { Params } from '../../core/feed/source.ts';
import type { NotifierIO, SendResult } from '../../core/message/notifier.ts';
import { judgeSaid, post, type SaidRules } from '../../core/message/send-result.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import { type CloudKey, cloudKey, encoded, hmac, sha256 } from './cloud-key.ts';

/** What is asked of Alibaba Cloud (阿里云), its parameters in the query. */
export interface AliyunAction {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * The same with an empty body, signed by ACS3-HMAC-SHA256: its address, and every header but `host`. `nonce` may be
 * used once; the clock may be off by 15 minutes.
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 */
export function signAliyun(
  { host, action, version, query }: AliyunAction,
  key: CloudKey,
  once: { readonly now: Instant; readonly nonce: string },
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const asked = Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const empty = sha256('');
  const headers = {
    'x-acs-action': action,
    'x-acs-content-sha256': empty,
    'x-acs-date': new Date(once.now).toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': once.nonce,
    'x-acs-version': version,
  };
  const signed = Object.entries({ host, ...headers });
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value}`);
  const canonical = ['POST', '/', asked, ...lines, '', names, empty].join('\n');
  const signature = hmac(key.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names},Signature=${signature}`;
  return { url: `https://${host}/?${asked}`, headers: { ...headers, authorization } };
}

/**
 * How often one number may be reached is limited by the minute, the hour and the day. A minute is waited for; of more,
 * whoever is next should hear sooner. https://help.aliyun.com/document_detail/178344.html
 */
const ANSWER: SaidRules<string> = {
  field: 'Code',
  read: ({ Code }) => (typeof Code === 'string' ? Code : null),
  good: 'OK',
  pause: (code, body) =>
    code === 'isv.BUSINESS_LIMIT_CONTROL' && !/小时级|天级/.test(body) ? MINUTE : undefined,
  passes: (code) =>
    /^(?:isp\.(?:SYSTEM_ERROR|GATEWAY_ERROR|UNKNOWN)|Throttling|ServiceUnavailable|InternalError)/.test(code),
};

/** Asks it and judges the answer. The nonce is another one with each try. */
export function askAliyun(
  io: NotifierIO,
  action: AliyunAction,
  settings: Params,
  deliveryId: string,
): Promise<SendResult> {
  const now = io.now();
  const { url, headers } = signAliyun(action, cloudKey(settings), {
    now,
    nonce: sha256(`${deliveryId} ${now}`),
  });
  const request = { headers: { 'user-agent': 'Tingchao/1', ...headers }, body: '' };
  return post(io, url, request, (answer, at) => judgeSaid(answer, at, ANSWER));
}
