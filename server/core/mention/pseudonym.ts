import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { fold } from '../reading/fold.ts';

/** A key as bytes is made ready for every single call, which costs six times the hashing. */
const ready = new WeakMap<Buffer, KeyObject>();

function readyKey(key: Buffer): KeyObject {
  const known = ready.get(key) ?? createSecretKey(key);
  ready.set(key, known);
  return known;
}

/**
 * What is kept of an author instead of the name: `h:` and 22 characters (132 bits) of
 * HMAC-SHA256(key, platform + ":" + author). The same author on the same platform is the same
 * pseudonym; without the key it cannot be turned back or compared with another installation's.
 */
export function pseudonym(key: Buffer, platform: string, author: string): string {
  const digest = createHmac('sha256', readyKey(key)).update(`${platform}:${author}`).digest('base64url');
  return `h:${digest.slice(0, 22)}`;
}

/**
 * Shortest content, in letters and digits, that can be a copy. Below it people write the same words
 * without copying each other: 垃圾软件, 暖气不热.
 */
const MIN_COPY_LENGTH = 8;

/** First 52 bits of SHA-256 over what a post says, and whether the same again would be a copy of it. */
export interface ContentMark {
  readonly hash: number;
  readonly comparable: boolean;
}

/**
 * Marks exact content: width, case, traditional characters, white space and punctuation do not count,
 * nor does a title that the text repeats at its beginning.
 */
export function contentMark(title: string | null, text: string): ContentMark {
  const body = contentLetters(text);
  const head = title === null ? '' : contentLetters(title);
  const content = body.startsWith(head) ? body : head + body;
  const digest = hash('sha256', content, 'buffer');
  return {
    hash: digest.readUIntBE(0, 6) * 16 + ((digest[6] ?? 0) >> 4),
    comparable: content.length >= MIN_COPY_LENGTH,
  };
}

/** What of a text counts where texts are compared: its letters and digits, folded. */
export function contentLetters(text: string): string {
  return fold(text).text.replace(/[^\p{L}\p{N}]+/gu, '');
}
