import type { Wall } from '../../server/core/feed/source.ts';

/** One entry as the feed has it: markup unread, links unresolved, dates raw. */
export interface FeedEntry {
  readonly id?: string;
  readonly link?: string;
  readonly title?: string;
  readonly body?: string;
  readonly date?: string;
  readonly author?: string;
  readonly comments?: number;
  /** xml:base of the entry. */
  readonly base?: string;
}

export type FeedReading =
  | {
      readonly kind: 'feed';
      readonly link?: string;
      readonly entries: readonly FeedEntry[];
      readonly truncated: boolean;
    }
  | { readonly kind: 'wall'; readonly wall: Wall; readonly detail: string };
