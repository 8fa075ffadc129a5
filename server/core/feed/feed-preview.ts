import type { Precision } from '../mention/post.ts';
import type { Instant } from '../time.ts';

/** What was fetched for a preview, before anything was read from it. */
export interface PreviewPage {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly charset: string;
  /** The beginning of the body. */
  readonly body: string;
  readonly length: number;
}

/** What a look at a source with unsaved settings found. */
export interface FeedPreview {
  readonly outcome: 'posts' | 'quiet' | 'wall' | 'failed';
  readonly detail: string;
  readonly wall: string | null;
  readonly failure: string | null;
  /** Null when nothing came. */
  readonly page: PreviewPage | null;
  /** How many were read; `posts` are the first of them. */
  readonly found: number;
  readonly posts: readonly {
    readonly title: string | null;
    readonly text: string;
    readonly url: string | null;
    readonly at: Instant | null;
    readonly precision: Precision;
  }[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
  readonly bytes: number;
}
