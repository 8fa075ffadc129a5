import type { Instant } from '../time.ts';

/**
 * How exactly the page gave the time of a post. `none`: it gave no time, so the post counts when it was
 * seen. `unknown`: it gave none and lay there before anybody looked (an imported row, a feed's first run),
 * so the post is kept, found and read, but stays out of every count over time.
 */
export type Precision = 'second' | 'minute' | 'day' | 'none' | 'unknown';

/**
 * Who speaks. Decides the authority component of risk; see `authority.ts`. `own`: the subject itself, which is kept and
 * shown, and is in no count of what is said about it.
 */
export const VOICES = [
  'official',
  'central_media',
  'provincial_media',
  'media',
  'hot_list',
  'big_account',
  'complaint_platform',
  'review',
  'forum',
  'ordinary',
  'own',
] as const;
export type Voice = (typeof VOICES)[number];

/** Counts as the page shows them. Absent means not shown, never zero. `rank` is a hot list's, from 1. */
export interface Metrics {
  readonly likes?: number;
  readonly comments?: number;
  readonly reposts?: number;
  readonly views?: number;
  readonly rank?: number;
  readonly heat?: number;
}

/** A post as a source's `parse` reads it from a page. Absent facts are absent, never invented. */
export interface SourcePost {
  readonly source: string;
  readonly platform: string;
  /** The source's own id: unique within the source. */
  readonly externalId: string;
  readonly url?: string;
  readonly title?: string;
  /** Plain text: markup is gone. */
  readonly text: string;
  /** The author as the page names them. Never stored: ingest turns it into a keyed hash. */
  readonly author?: string;
  /** In its place, in a file that we wrote: what was kept of the author there. Stored as it is. */
  readonly pseudonym?: string;
  readonly publishedAt?: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly metrics?: Metrics;
  /** 1..5 */
  readonly rating?: number;
  readonly region?: string;
  readonly voice?: Voice;
}

/** A post as it is kept: cleaned, pseudonymised, with its place in time decided. */
export interface Post {
  readonly id: number;
  readonly source: string;
  readonly platform: string;
  readonly externalId: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  /** `h:` and 22 characters of keyed hash; null when the page names no author. */
  readonly author: string | null;
  /** The time everything counts by: published if the page says so, else observed. Never in the future. */
  readonly at: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly metrics: Metrics;
  readonly rating: number | null;
  readonly region: string | null;
  readonly voice: Voice;
  /** The original whose text this one repeats, exactly or nearly; null for an original. */
  readonly copyOf: number | null;
}
