import { createHash } from 'node:crypto';
import type { Instant } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { canonicalUrl, parseHttpUrl } from '../urls.ts';
import type { FeedEntry } from './entry.ts';

export interface KeyedEntry {
  readonly key: string;
  readonly link: string | null;
  readonly entry: FeedEntry;
}

/**
 * Gives every entry of one page its lasting id and merges repeats. In order: the entry's own id (made global with the
 * feed's host unless it is a URL, urn: or tag:), its canonical link, a hash of title and date. An id that several
 * entries with other links or titles bear is none. Entries without id that share a link but not a title (a live page)
 * are all kept: the oldest has the link as its key, so a later page that shows only one of them adds no double.
 * @param pageUrl where the feed was fetched; links resolve against xml:base, the channel, the page
 */
export function keyEntries(
  entries: readonly FeedEntry[],
  channel: string | undefined,
  pageUrl: string,
  now: Instant,
): readonly KeyedEntry[] {
  const host = URL.parse(pageUrl)?.host ?? '';
  const base = parseHttpUrl(channel ?? '', pageUrl)?.href ?? pageUrl;
  const keyed = new Map<string, KeyedEntry & { readonly place: number }>();
  const own = withOwnIds(withoutIndex(entries, base), base);
  for (const { entry, place } of oldestFirst(own, now)) {
    const link = resolve(entry, base);
    const plainKey = keyOf(entry, link, host);
    const taken = keyed.get(plainKey);
    const other = taken !== undefined && entry.id === undefined && taken.entry.title !== entry.title;
    const key = other ? `${plainKey}#${digest(entry.title ?? '')}` : plainKey;
    if (!keyed.has(key)) keyed.set(key, { key, link, entry, place });
  }
  return [...keyed.values()].sort((a, b) => a.place - b.place).map(({ place: _, ...rest }) => rest);
}

/** What programs write for nothing. */
const NO_ID = /^(?:0|-1|null|undefined|none|nan|false|#)$/i;
/** So many titles under one id and one link are no corrections of one entry. */
const TOO_MANY_TITLES = 3;

/** Entries without an id that is none, or stands on several of them: their link or title tells them apart. */
function withOwnIds(entries: readonly FeedEntry[], base: string): readonly FeedEntry[] {
  const home = canonicalUrl(base);
  const byId = Map.groupBy(entries, ({ id }) => id?.trim() ?? '');
  const isShared = (id: string, among: readonly FeedEntry[]) => {
    const links = new Set(among.map((entry) => canonicalUrl(resolve(entry, base) ?? '')));
    const titles = new Set(among.map(({ title }) => title)).size;
    return links.size > 1 || titles >= (links.has(null) ? 2 : TOO_MANY_TITLES) || NO_ID.test(id);
  };
  const none = new Set([...byId].filter(([id, among]) => isShared(id, among)).map(([id]) => id));
  return entries.map((entry) => {
    const { id = '', ...rest } = entry;
    const isHome = canonicalUrl(id) === home && canonicalUrl(resolve(entry, base) ?? '') !== home;
    return none.has(id.trim()) || isHome ? rest : entry;
  });
}

/** Feeds list newest first, which orders what has no date. */
function oldestFirst(entries: readonly FeedEntry[], now: Instant): { entry: FeedEntry; place: number }[] {
  return entries
    .map((entry, place) => ({ entry, place, at: parseChineseDate(entry.date, now)?.at ?? 0 }))
    .sort((a, b) => a.at - b.at || b.place - a.place);
}

/** Drops the channel's own index page, which some feeds list among their entries. */
function withoutIndex(entries: readonly FeedEntry[], base: string): readonly FeedEntry[] {
  const home = canonicalUrl(base);
  const isIndex = (entry: FeedEntry): boolean => {
    const link = resolve(entry, base);
    return (
      link !== null && canonicalUrl(link) === home && (entry.id === undefined || entry.id === entry.link)
    );
  };
  const indexes = entries.filter(isIndex).length;
  // Several entries on the channel's own address are a live page; a single one is its index page.
  return indexes === 1 && entries.length > 1 ? entries.filter((entry) => !isIndex(entry)) : entries;
}

function resolve(entry: FeedEntry, base: string): string | null {
  const from = entry.base === undefined ? base : (parseHttpUrl(entry.base, base)?.href ?? base);
  return entry.link === undefined ? null : (parseHttpUrl(entry.link, from)?.href ?? null);
}

function keyOf(entry: FeedEntry, link: string | null, host: string): string {
  const id = entry.id?.trim();
  if (id !== undefined && id !== '') {
    const canonical = canonicalUrl(id);
    // What follows # in an id distinguishes entries of one page.
    if (canonical !== null)
      return canonical.includes('#') ? canonical : `${canonical}${URL.parse(id)?.hash ?? ''}`;
    return /^(urn|tag):/i.test(id) ? id : `${host}:${id}`;
  }
  const canonical = link === null ? null : canonicalUrl(link);
  if (canonical !== null) return canonical;
  // A relative date ("3分钟前") changes with every fetch and cannot be part of a key.
  const date = entry.date !== undefined && /\d{4}/.test(entry.date) ? entry.date : '';
  return `${host}#${digest(`${entry.title ?? (entry.body ?? '').slice(0, 500)}\n${date}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
