import { DAY, type Instant } from '../../server/core/time.ts';
import { chinaDate } from '../dates/clock.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { withoutProlog } from '../prolog.ts';
import { parseHttpUrl } from '../urls.ts';
import type { Barrier } from '../walls.ts';

/** One address of a sitemap. `at`: when it changed or was published, by the sitemap or its own path. */
export interface SitemapEntry {
  readonly url: string;
  readonly at: Instant | null;
}

export interface Sitemap {
  readonly kind: 'sitemap' | 'sitemap-index';
  readonly entries: readonly SitemapEntry[];
}

/** The protocol allows 50,000. */
const MAX_SITEMAP_ENTRIES = 50_000;
/** What is said about one address is short. */
const MAX_BLOCK_LENGTH = 4_000;
/** Articles older than this are not news; a sitemap lists a site's whole past. */
const FRESH = 30 * DAY;

/** Whether a page is a sitemap of any kind. */
export function isSitemap(body: string): boolean {
  return /^<(?:\w+:)?(?:urlset|sitemapindex)[\s>/]/i.test(withoutProlog(body.slice(0, 10_000)));
}

/** Reads a sitemap, a news sitemap or an index of sitemaps; one that breaks off gives what is whole. */
export function readSitemap(body: string, pageUrl: string, now: Instant): Sitemap | Barrier {
  const index = /<(?:\w+:)?sitemapindex[\s>/]/i.test(body.slice(0, 10_000));
  const block = index ? 'sitemap' : 'url';
  const entries: SitemapEntry[] = [];
  let blocks = 0;
  for (const inside of blocksOf(body, block)) {
    blocks += 1;
    if (blocks > MAX_SITEMAP_ENTRIES) break;
    const url = parseHttpUrl(elementText(inside, 'loc') ?? '', pageUrl)?.href;
    if (url !== undefined) entries.push({ url, at: timeOf(inside, url, now) });
  }
  if (blocks > 0 && entries.length === 0)
    return { wall: 'shape-changed', detail: `none of ${blocks} entries of the sitemap has an address` };
  return { kind: index ? 'sitemap-index' : 'sitemap', entries };
}

/** What is worth asking for, newest first: entries of the last 30 days, then those without a time in their order. */
export function freshEntries(entries: readonly SitemapEntry[], now: Instant): readonly SitemapEntry[] {
  const fresh = entries.filter(({ at }) => at !== null && at > now - FRESH);
  return [
    ...fresh.toSorted((a, b) => (b.at as number) - (a.at as number)),
    ...entries.filter(({ at }) => at === null),
  ];
}

/** Parts that list no articles, by the names that content systems give them. */
const NO_ARTICLES =
  /(?:^|[-_.])(?:users?|authors?|taxonom(?:y|ies)|categor(?:y|ies)|(?:post_)?tags?|pages?|images?|videos?)(?=[-_.\d]|$)/i;

/**
 * As `freshEntries`, of the parts of an index that may list articles. Without a time the newest is the one with the
 * highest number of its series, or else the first or the last.
 */
export function freshParts(parts: readonly SitemapEntry[], now: Instant): readonly SitemapEntry[] {
  const named = parts.filter(({ url }) => !NO_ARTICLES.test(lastNameOf(url)));
  const fresh = freshEntries(named.length > 0 ? named : parts, now);
  const undated = highestFirst(fresh.filter(({ at }) => at === null));
  return [...fresh.filter(({ at }) => at !== null), ...undated];
}

const lastNameOf = (url: string): string => URL.parse(url)?.pathname.split('/').findLast(Boolean) ?? '';

function highestFirst(undated: readonly SitemapEntry[]): readonly SitemapEntry[] {
  const numberOf = (url: string) => Number(/\d+(?=\D*$)/.exec(lastNameOf(url))?.[0] ?? -1);
  const series = Map.groupBy(undated, ({ url }) => url.replace(/\d+(?=\D*$)/, ''));
  const highest = [...series.values()]
    .filter(({ length }) => length > 1)
    .map((among) => among.reduce((best, each) => (numberOf(each.url) > numberOf(best.url) ? each : best)));
  const rest = undated.filter((each) => !highest.includes(each));
  return [...highest, ...fromBothEnds(rest)];
}

function fromBothEnds(undated: readonly SitemapEntry[]): readonly SitemapEntry[] {
  const ends = undated.map((_, index) => undated.at(index % 2 === 0 ? index / 2 : -(index + 1) / 2));
  return ends.filter((each) => each !== undefined);
}

/** The date that a path carries: /2026/1122/, /202611/t20261122_115807.html, /2026-11-22/. */
export function dateInPath(url: string, now: Instant): Instant | null {
  const path = URL.parse(url)?.pathname ?? '';
  const found = /(?:^|\D)(20\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?:\D|$)/.exec(path);
  if (found === null) return null;
  const at = parseChineseDate(`${found[1]}-${found[2]}-${found[3]}`, now)?.at ?? null;
  return at !== null && chinaDate(at) <= chinaDate(now + DAY) ? at : null;
}

function timeOf(inside: string, url: string, now: Instant): Instant | null {
  const told = elementText(inside, 'publication_date') ?? elementText(inside, 'lastmod');
  return parseChineseDate(told, now)?.at ?? dateInPath(url, now);
}

/** What is inside each element of a name. From an opening tag to the next closing one, never back: a page of tags
 * that nobody closes is gone through once. */
function* blocksOf(body: string, name: string): Generator<string> {
  const tags = new RegExp(`<(/?)(?:\\w+:)?${name}(?:\\s[^<>]*)?>`, 'gi');
  let from: number | null = null;
  for (const tag of body.matchAll(tags)) {
    const closes = tag[1] === '/';
    if (closes && from !== null) yield body.slice(from, tag.index);
    if (closes) from = null;
    else from ??= tag.index + tag[0].length;
  }
}

function elementText(inside: string, name: string): string | null {
  const found = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</`, 'i').exec(
    inside.slice(0, MAX_BLOCK_LENGTH),
  );
  const text = (found?.[1] ?? '').replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1').trim();
  return text === ''
    ? null
    : text.replaceAll('&amp;', '&').replaceAll('&apos;', "'").replaceAll('&quot;', '"');
}
