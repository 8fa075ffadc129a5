import { createHash } from 'node:crypto';
import type { Instant } from '../time.ts';

/**
 * What somebody asks to have deleted of them. `post`: the one post. `copies`: it and all that say the same. `author`: all
 * of its author, of whom nothing is taken in any more.
 */
export const ERASURE_SCOPES = ['post', 'copies', 'author'] as const;
export type ErasureScope = (typeof ERASURE_SCOPES)[number];

/** A deletion that was asked for. */
export interface Erasure {
  readonly id: number;
  readonly askedAt: Instant;
  readonly askedBy: string;
  readonly scope: ErasureScope;
  /** Whose request it is, or its number, as the team files it. */
  readonly note: string;
  /** Posts that are deleted so far. */
  readonly posts: number;
  /** Reports that quote some of them, which people have to amend. */
  readonly reports: readonly number[];
  /** Null: it is under way. */
  readonly endedAt: Instant | null;
}

/**
 * What is kept of a post that was deleted, so that its source does not bring it again: a hash of its key, and none of its
 * words. Its address says nothing: reviews and replies of many people stand at one.
 */
export function postMark(post: { readonly source: string; readonly externalId: string }): string {
  // An address that moves to https is the same one.
  return mark('post', post.source, post.externalId.replace(/^http:/, 'https:'));
}

/** @param author the pseudonym */
export function authorMark(author: string): string {
  return mark('author', author);
}

function mark(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const EXCERPT = 16;

/** A stretch of a text by which a quote of it is known; null where it is too short to be told from others. */
export function quoteOf(text: string): string | null {
  const flat = text.trim();
  return flat.length < EXCERPT ? null : flat.slice(0, EXCERPT);
}
