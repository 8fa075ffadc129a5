import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant } from '../time.ts';

/** What a link in a message lets its reader do without logging in: see one alert, and confirm it. */
export interface Pass {
  readonly alertId: number;
  /** The channel that it was sent through. */
  readonly channelId: number;
  readonly until: Instant;
}

/** How long a link in a message opens. */
export const PASS_LASTS = 7 * DAY;
/** 132 bits in base64url. */
const SEAL = 22;

/**
 * A pass as the end of an address: what it is for, and a seal that only this installation can make: HMAC-SHA256 with
 * a key that is derived from its own.
 */
export function writePass(key: Buffer, { alertId, channelId, until }: Pass): string {
  const body = [alertId, channelId, until].map((value) => value.toString(36)).join('.');
  return `${body}.${sealOf(key, body)}`;
}

/** Null for anything that was not sealed here, or is no longer good. */
export function readPass(key: Buffer, text: string, now: Instant): Pass | null {
  const found = /^((?:[0-9a-z]{1,11}\.){2}[0-9a-z]{1,11})\.([\w-]{22})$/.exec(text);
  const [, body = '', seal = ''] = found ?? [];
  if (found === null || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(key, body)))) return null;
  const [alertId = 0, channelId = 0, until = 0] = body.split('.').map((part) => Number.parseInt(part, 36));
  return until > now ? { alertId, channelId, until } : null;
}

function sealOf(key: Buffer, body: string): string {
  const own = createHmac('sha256', key).update('tingchao-message-pass').digest();
  return createHmac('sha256', own).update(body).digest('base64url').slice(0, SEAL);
}
