import { createHash } from 'node:crypto';
import type { Instant } from '../time.ts';
import type { Precision, Voice } from './post.ts';
import type { ContentMark } from './pseudonym.ts';

/**
 * What somebody asks to have deleted of them. `post`: the one post. `copies`: it and all that say the same, or nearly.
 * `author`: all of its author, of whom nothing is taken in any more.
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
  /** Reports that quoted some of them: what people wrote there, and what was sent, they have to look through. */
  readonly reports: readonly number[];
  /** Null: it is under way. */
  readonly endedAt: Instant | null;
}

/** Newest first. */
export interface ErasureList {
  readonly rows: readonly Erasure[];
  /** What to ask for to see those before. Null: there are none. */
  readonly next: string | null;
}

/** A post as far as it is known again by it. */
export interface KnownLook {
  readonly source: string;
  readonly externalId: string;
  readonly content: ContentMark;
  /** The pseudonym. */
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: Precision;
  /** The keys of its link. */
  readonly addresses: readonly string[];
  readonly voice: Voice;
}

/** Ends an id whose source tells the versions of one review apart by when they were written. */
const VERSION = /@\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/**
 * What is kept of a post that was deleted, so that it does not come again: hashes of its key, and of its words together
 * with who wrote them, or, of nobody, when or where they stand. None of the words alone, which others may say as well,
 * and none of the address alone: reviews and replies of many people stand at one.
 */
export function postMarks(post: KnownLook): readonly string[] {
  const { source, externalId, content, author, at, precision, addresses, voice } = post;
  // An address that moves to https is the same one, and a review that was edited the same review.
  const id = externalId.replace(/^http:/, 'https:').replace(VERSION, '');
  const key = mark('post', source, id);
  if (!content.comparable) return [key];
  if (author !== null) return [key, mark('said', content.hash, author)];
  const exact = precision === 'second' || precision === 'minute';
  return [
    key,
    ...(exact ? [mark('then', content.hash, source, at)] : []),
    ...(voice === 'review' ? [] : addresses.map((address) => mark('there', content.hash, address))),
  ];
}

/** @param author the pseudonym */
export function authorMark(author: string): string {
  return mark('author', author);
}

/** Of words that nobody is to bring again, whoever says them. */
export function wordsMark({ hash }: Pick<ContentMark, 'hash'>): string {
  return mark('words', hash);
}

/** All marks that would keep a post out. */
export function barringMarks(post: KnownLook): readonly string[] {
  const { author, content } = post;
  return [
    ...postMarks(post),
    ...(author === null ? [] : [authorMark(author)]),
    ...(content.comparable ? [wordsMark(content)] : []),
  ];
}

function mark(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
