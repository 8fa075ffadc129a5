import type { Instant } from '../time.ts';

/** What was said in one hour. */
export interface HourBar {
  readonly at: Instant;
  readonly negative: number;
  readonly total: number;
}

/** One part of what a message says; each service marks it up in its own way. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | FactBlock
  | { readonly kind: 'posts'; readonly heading?: string; readonly posts: readonly Linked[] }
  | { readonly kind: 'steps'; readonly heading?: string; readonly steps: readonly string[] }
  /** Drawn where drawing is possible, which is in mail. */
  | { readonly kind: 'bars'; readonly hours: readonly HourBar[] }
  | LinkBlock;

export interface FactBlock {
  readonly kind: 'fact';
  readonly text: string;
  /** Where the words lead, if a template says so. */
  readonly url?: string;
  /** What happened: of all facts the last to be left out. */
  readonly isMain?: true;
}

/** The way from a message to where it goes on. */
export interface LinkBlock {
  readonly kind: 'link';
  readonly text: string;
  readonly url: string;
}

/** Words that may lead somewhere. */
export interface Linked {
  readonly text: string;
  /** An http(s) address; null: words alone. */
  readonly url: string | null;
}

/** How much of a message a service takes. */
export interface Fit {
  readonly used: number;
  readonly limit: number;
  readonly unit: 'bytes' | 'characters';
  /** What is left of it, in its order. */
  readonly blocks: readonly Block[];
}
