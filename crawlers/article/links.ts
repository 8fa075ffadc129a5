import type { FetchResult, Page, SourceIO } from '../../server/core/feed/source.ts';
import { addressForms } from '../urls.ts';
import { concernsOne } from './judge.ts';
import type { Reading } from './site-reading.ts';
import { freshEntries, freshParts, isSitemap, readSitemap } from './sitemap.ts';

/** Newest parts of an index of sitemaps that one run looks into. */
const MAX_SITEMAP_PARTS = 3;

export type Listed = Extract<FetchResult, { kind: 'page' }>;
/** What the list names. */
export interface Site {
  readonly urls: readonly string[];
  readonly list: Listed;
  /** Addresses stood on it, whether they are new enough or not. */
  readonly hasAddresses: boolean;
}
type FoundLinks = Site | FetchResult;

/** Addresses of articles, most wanted first; or the answer that is none. */
export async function findLinks(reading: Reading, io: SourceIO): Promise<FoundLinks> {
  const result = await io.get(reading.list);
  if (result.kind !== 'page' || result.page.notModified) return result;
  // Under the address asked for, so that reading knows it for the list wherever it was moved to.
  const list: Listed = { ...result, page: { ...result.page, url: reading.list } };
  if (isSitemap(result.page.body)) return fromSitemap(result, list, io);
  const links = reading.links(result.page);
  if ('wall' in links) return list;
  const found = { urls: links.map(({ url }) => url), list, hasAddresses: links.length > 0 };
  return io.hadPosts === true ? withMore(found, result.page, reading, io) : found;
}

/** Pages of a list that a run goes through after what came since the last one. */
const MAX_LIST_PAGES = 10;
/** Fewer new links are no page that more may lie behind. */
const FULL = 5;

/**
 * Where all on the list is new, what came since the last run goes on behind it: the pages after it, to one with
 * something known. The oldest come first then: what is too much for this run stands on the pages of the next one.
 */
async function withMore(first: Site, page: Page, reading: Reading, io: SourceIO): Promise<Site> {
  const urls = [...first.urls];
  let { bytes } = first.list;
  let [at, shown] = [page, first.urls];
  for (let turn = 1; turn < MAX_LIST_PAGES && (await areAllNew(shown, io)); turn += 1) {
    const next = reading.next(at);
    const result = next === null ? null : await io.get(next);
    bytes += result?.bytes ?? 0;
    if (result?.kind !== 'page' || result.page.notModified) break;
    const links = reading.links(result.page);
    if ('wall' in links) break;
    shown = links.map(({ url }) => url).filter((url) => !urls.includes(url));
    urls.push(...shown);
    at = result.page;
  }
  const isMore = urls.length > first.urls.length;
  return { ...first, urls: isMore ? urls.toReversed() : urls, list: { ...first.list, bytes } };
}

async function areAllNew(urls: readonly string[], io: SourceIO): Promise<boolean> {
  if (urls.length < FULL) return false;
  const known = await io.known?.(urls.flatMap((url) => [url, ...addressForms(url)]));
  return known !== undefined && known.done.size + known.again.size === 0;
}

async function fromSitemap(result: Listed, list: Listed, io: SourceIO): Promise<FoundLinks> {
  const sitemap = readSitemap(result.page.body, result.page.url, io.now());
  if ('wall' in sitemap) return list;
  const hasAddresses = sitemap.entries.length > 0;
  if (sitemap.kind === 'sitemap')
    return { urls: freshEntries(sitemap.entries, io.now()).map(({ url }) => url), list, hasAddresses };
  const urls: string[] = [];
  let { bytes } = list;
  let read = 0;
  let fault: FetchResult | null = null;
  for (const { url } of freshParts(sitemap.entries, io.now()).slice(0, 2 * MAX_SITEMAP_PARTS)) {
    if (read === MAX_SITEMAP_PARTS) break;
    const part = await io.get(url);
    bytes += part.bytes;
    if (part.kind !== 'page' && !concernsOne(part)) return part;
    const inside = part.kind === 'page' ? readSitemap(part.page.body, url, io.now()) : null;
    // One dead part does not keep the others from being read.
    if (part.kind !== 'page' || inside === null || 'wall' in inside || !isSitemap(part.page.body)) {
      fault = part;
      continue;
    }
    read += 1;
    if (inside.kind === 'sitemap')
      urls.push(...freshEntries(inside.entries, io.now()).map((each) => each.url));
  }
  if (read === 0 && fault !== null) return fault;
  return { urls: [...new Set(urls)], list: { ...list, bytes }, hasAddresses };
}

/** Addresses looked up at once: a sitemap may list the whole past of a site, the newest last. */
const LOOKED_UP = 500;

export interface WantedLink {
  readonly url: string;
  /** It was asked for in vain before. */
  readonly isAgain: boolean;
}

/** Those that nothing is known of, in their order, as many as are wanted; then those that were asked for in vain. */
export async function unknownOf(
  urls: readonly string[],
  most: number,
  io: SourceIO,
): Promise<readonly WantedLink[]> {
  const unknown: WantedLink[] = [];
  const again: WantedLink[] = [];
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
