import type { AtomFeed, RdfFeed, RssFeed } from 'feedsmith';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { recoverJson } from '../json/recovery.ts';
import { pageParsers } from '../page-parsers.ts';
import type { FeedEntry, FeedReading } from './entry.ts';
import { countEntries, openMarkup } from './markup.ts';
import { recoverFeed } from './recovery.ts';

type Whole = Extract<FeedReading, { kind: 'feed' }>;

/** Reads RSS 0.9x/1.0/2.0, Atom 0.3/1.0 and JSON Feed, whole or broken off. Throws nothing. */
export function readFeed(body: string): FeedReading {
  if (/^[\uFEFF\s]*[{[]/.test(body)) return readJson(body);
  const markup = openMarkup(body);
  if ('wall' in markup) return { kind: 'wall', ...markup };
  const strict = readStrictly(markup.xml);
  return strict === null || strict.entries.length < countEntries(markup) ? recoverFeed(markup) : strict;
}

/** null where the parser refuses: a missing closing tag is enough. */
function readStrictly(xml: string): Whole | null {
  try {
    const parsed = pageParsers.feedsmith.parseFeed(xml);
    if (parsed.format === 'json') return null;
    const base = parsed.feed.xml?.base;
    if (parsed.format === 'rss') return whole(parsed.feed.link, parsed.feed.items?.map(fromRss), base);
    if (parsed.format === 'rdf') return whole(parsed.feed.link, parsed.feed.items?.map(fromRdf), base);
    return whole(alternate(parsed.feed.links), parsed.feed.entries?.map(fromAtom), base);
  } catch {
    return null;
  }
}

/** Read here and not by the feed parser, which drops items it finds wanting and rounds numeric ids. */
function readJson(body: string): FeedReading {
  const value = parseJson(body.trim());
  if (value === undefined) return readBrokenJson(body);
  const root = asObject(value);
  if (root === null || !Array.isArray(root.items) || !asText(root.version)?.includes('jsonfeed')) {
    return { kind: 'wall', wall: 'not-a-feed', detail: 'JSON, but not JSON Feed' };
  }
  return whole(
    asText(root.home_page_url),
    root.items.map((item) => fromJson(asObject(item) ?? {})),
  );
}

/** The version may stand behind the items, where nothing came. */
function readBrokenJson(body: string): FeedReading {
  const root = asObject(recoverJson(body)?.value);
  const items = Array.isArray(root?.items) ? root.items : [];
  if (items.length === 0)
    return { kind: 'wall', wall: 'malformed', detail: 'JSON that breaks off before the first whole item' };
  const link = asText(root?.home_page_url);
  const begun = items.map((item) => fromJson(asObject(item) ?? {}));
  return { ...whole(link, begun), truncated: true };
}

function fromRss(item: RssFeed.Item<string>): FeedEntry {
  const person = item.authors?.[0];
  return present({
    id: item.guid?.value,
    link: item.link ?? (item.guid?.isPermaLink === false ? undefined : addressIn(item.guid?.value)),
    title: item.title,
    body: firstWithWords(item.content?.encoded, item.description),
    date: firstDate(item.pubDate, item.dc?.dates?.[0]),
    author: item.dc?.creators?.[0] ?? (typeof person === 'string' ? person : (person?.name ?? person?.email)),
    comments: item.slash?.comments,
    base: item.xml?.base,
  });
}

function fromRdf(item: RdfFeed.Item<string>): FeedEntry {
  return present({
    id: item.rdf?.about,
    link: item.link,
    title: item.title,
    body: firstWithWords(item.content?.encoded, item.description),
    date: item.dc?.dates?.[0],
    author: item.dc?.creators?.[0],
    comments: item.slash?.comments,
  });
}

function fromAtom(entry: AtomFeed.Entry<string>): FeedEntry {
  return present({
    id: entry.id,
    link: alternate(entry.links) ?? addressIn(entry.id),
    title: entry.title?.value,
    body: firstWithWords(entry.content?.value, entry.summary?.value),
    date: firstDate(entry.published, entry.updated),
    author: entry.authors?.[0]?.name,
    base: entry.xml?.base,
  });
}

/** `authors` since version 1.1, `author` before. */
function fromJson(item: JsonObject): FeedEntry {
  const author = asObject(Array.isArray(item.authors) ? item.authors[0] : item.author);
  const plain = asText(item.content_text) ?? asText(item.summary);
  return present({
    id: asText(item.id),
    link: asText(item.url) ?? asText(item.external_url) ?? addressIn(asText(item.id)),
    title: asText(item.title),
    body: asText(item.content_html) ?? plain?.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    date: firstDate(asText(item.date_published), asText(item.date_modified)),
    author: asText(author?.name),
  });
}

/** An id that is an address leads there, unless the feed says otherwise. */
function addressIn(id: string | undefined): string | undefined {
  return id !== undefined && /^https?:\/\/\S+$/i.test(id.trim()) ? id.trim() : undefined;
}

/** The first that says anything to a reader: one that is only a picture hides no summary. */
function firstWithWords(...bodies: readonly (string | undefined)[]): string | undefined {
  const given = bodies.filter((body) => body !== undefined);
  return given.length > 1 ? (given.find((body) => plainText(body) !== '') ?? given[0]) : given[0];
}

/** The first that may be a time at all: programs write `null` for none. */
function firstDate(...dates: readonly (string | undefined)[]): string | undefined {
  return dates.find((date) => /\d|[刚前昨今周]|ago|day|now/i.test(date ?? '') && !/^0+$/.test(date ?? ''));
}

function alternate(
  links: readonly { readonly href?: string; readonly rel?: string }[] | undefined,
): string | undefined {
  return links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
}

/** @param base xml:base of the document, which the channel's own link may be relative to */
function whole(link: string | undefined, entries: readonly FeedEntry[] = [], base?: string): Whole {
  const home = base === undefined ? link : (URL.parse(link ?? '', base)?.href ?? link);
  return { kind: 'feed', entries, truncated: false, ...(home !== undefined && { link: home }) };
}

/** Absent facts are absent, not undefined. */
function present(fields: { readonly [K in keyof FeedEntry]: FeedEntry[K] | undefined }): FeedEntry {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}
