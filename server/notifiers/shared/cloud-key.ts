import { createHash, createHmac } from 'node:crypto';
import type { Params } from '../../core/feed/source.ts';

/** The two halves of an access key of a cloud. */
export interface CloudKey {
  readonly id: string;
  readonly secret: string;
}

export function cloudKey({ id = '', secret = '' }: Params): CloudKey {
  return { id: String(id).trim(), secret: String(secret).trim() };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** RFC 3986: `encodeURIComponent` leaves five signs as they are that clouds want written out. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
