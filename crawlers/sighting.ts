import type { Page, ParseResult } from '../server/core/feed/source.ts';
import type { Metrics, SourcePost } from '../server/core/mention/post.ts';
import { chinaDate } from './dates/clock.ts';
import { readKnownRows } from './json/page.ts';
import { shownMetrics } from './shown-metrics.ts';
import { parseHttpUrl } from './urls.ts';

/** What stands on a hot list. */
export interface Listed {
  readonly source: string;
  readonly platform: string;
  /** The list's own id of it. */
  readonly id: string;
  readonly word: string;
  /** What the list adds to the word; may be empty. */
  readonly text?: string;
  readonly url?: string | undefined;
  /** Its rank, its heat and other counts, as far as the list shows them. */
  readonly shown: { readonly [K in keyof Metrics]: number | undefined };
}

/**
 * A row of a hot list as a post. A hot list says where something stands now, not when it was written, so
 * only `observedAt` is set; the id holds the day in China: what stays on the list is one sighting a day.
 */
export function sighting(
  { source, platform, id, word, text = '', url = '', shown }: Listed,
  page: Page,
): SourcePost {
  const link = parseHttpUrl(url)?.href;
  return {
    source,
    platform,
    externalId: `${chinaDate(page.fetchedAt)}:${id}`,
    ...(link !== undefined && { url: link }),
    ...(text !== '' && text !== word && { title: word }),
    text: text === '' ? word : text,
    precision: 'none',
    observedAt: page.fetchedAt,
    ...shownMetrics(shown),
    voice: 'hot_list',
  };
}

/**
 * The rows of a hot list. No list, an empty one (there is always something on a hot list) and one whose rows
 * are all of another shape are walls.
 * @param told what the answer says where the list should be
 */
export function readHotList(
  rows: unknown,
  told: string | undefined,
  toPost: (row: unknown, place: number) => SourcePost | string,
): ParseResult {
  if (!Array.isArray(rows))
    return { kind: 'wall', wall: 'shape-changed', detail: `no list of rows; ${told ?? 'nothing said'}` };
  if (rows.length === 0) return { kind: 'wall', wall: 'empty-suspect', detail: 'the hot list has no rows' };
  return readKnownRows(rows, toPost);
}
