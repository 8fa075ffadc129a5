import type { FetchResult, SourceIO } from '../server/core/feed/source.ts';
import type { Reading } from './site-reading.ts';
import { freshEntries, freshParts, isSitemap, readSitemap } from './sitemap.ts';
import { addressForms } from './urls.ts';

/** Newest parts of an index of sitemaps that one run looks into. */
const MOST_PARTS = 3;

export type Listed = Extract<FetchResult, { kind: 'page' }>;
/** What the list names. */
export interface Site {
  readonly urls: readonly string[];
  readonly list: Listed;
  /** Addresses stood on it, whether they are new enough or not. */
  readonly named: boolean;
}
type Found = Site | FetchResult;

/** Addresses of articles, most wanted first; or the answer that is none. */
export async function findLinks(reading: Reading, io: SourceIO): Promise<Found> {
  const result = await io.get(reading.list);
  if (result.kind !== 'page' || result.page.notModified) return result;
  // Under the address asked for, so that reading knows it for the list wherever it was moved to.
  const list: Listed = { ...result, page: { ...result.page, url: reading.list } };
  if (isSitemap(result.page.body)) return fromSitemap(result, list, io);
  const links = reading.links(result.page);
  return 'wall' in links ? list : { urls: links.map(({ url }) => url), list, named: links.length > 0 };
}

async function fromSitemap(result: Listed, list: Listed, io: SourceIO): Promise<Found> {
  const sitemap = readSitemap(result.page.body, result.page.url, io.now());
  if ('wall' in sitemap) return list;
  const named = sitemap.entries.length > 0;
  if (sitemap.kind === 'sitemap')
    return { urls: freshEntries(sitemap.entries, io.now()).map(({ url }) => url), list, named };
  const urls: string[] = [];
  let { bytes } = list;
  for (const { url } of freshParts(sitemap.entries, io.now()).slice(0, MOST_PARTS)) {
    const part = await io.get(url);
    bytes += part.bytes;
    if (part.kind !== 'page') return part;
    const inside = readSitemap(part.page.body, url, io.now());
    if (!isSitemap(part.page.body) || 'wall' in inside) return part;
    if (inside.kind === 'sitemap')
      urls.push(...freshEntries(inside.entries, io.now()).map((each) => each.url));
  }
  return { urls: [...new Set(urls)], list: { ...list, bytes }, named };
}

/** Addresses looked up at once: a sitemap may list the whole past of a site, the newest last. */
const LOOKED_UP = 500;

export interface Wanted {
  readonly url: string;
  /** It was asked for in vain before. */
  readonly isAgain: boolean;
}

/** Those that nothing is known of, in their order, as many as are wanted; then those that were asked for in vain. */
export async function unknownOf(
  urls: readonly string[],
  most: number,
  io: SourceIO,
): Promise<readonly Wanted[]> {
  const unknown: Wanted[] = [];
  const again: Wanted[] = [];
  for (let from = 0; from < urls.length && unknown.length < most; from += LOOKED_UP) {
    const keyed = urls
      .slice(from, from + LOOKED_UP)
      .map((url) => ({ url, keys: [...new Set([url, ...addressForms(url)])] }));
    const known = await io.known?.([...new Set(keyed.flatMap(({ keys }) => keys))]);
    for (const { url, keys } of keyed) {
      if (keys.some((key) => known?.done.has(key))) continue;
      const isAgain = keys.some((key) => known?.again.has(key));
      (isAgain ? again : unknown).push({ url, isAgain });
    }
  }
  return [...unknown, ...again].slice(0, most);
}
