import type { Page, ParseResult } from '../../server/core/feed/source.ts';
import type { Barrier } from '../walls.ts';

/** What a watch of a site does with pages; the reading is pure and handed in. */
export interface Reading {
  readonly list: string;
  readonly most: number;
  links(page: Page): readonly { readonly url: string }[] | Barrier;
  /** Where its list goes on; null where it does not. */
  next(page: Page): string | null;
  /** What the source reads on the page of one article. */
  article(page: Page): Promise<ParseResult>;
}
