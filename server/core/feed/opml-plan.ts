import { checkRule, MAX_TERMS } from '../mention/rule-check.ts';
import type { Feed } from './feed.ts';
import type { Opml, OpmlFeed } from './opml.ts';

/** `twice`: the same address stands further up. `not-web`: no http(s) address. */
export type OpmlRefusal = 'no-address' | 'not-web' | 'too-long' | 'twice';
/** `catch-all`: 未分类 and the like name no subject. `no-term`: a single character, signs only. */
export type OpmlFolderRefusal = 'catch-all' | 'no-term';

export interface OpmlFeedRow {
  readonly name: string;
  readonly url: string;
  /** Outermost first, joined by " / "; empty outside of folders. */
  readonly folder: string;
  readonly line: number;
  readonly status: 'new' | 'known' | 'refused';
  readonly reason: OpmlRefusal | null;
}

export interface OpmlWatchRow {
  readonly name: string;
  readonly terms: readonly string[];
  readonly feeds: number;
  readonly status: 'new' | 'known' | 'refused';
  readonly reason: OpmlFolderRefusal | null;
}

/** What an OPML file would make, or has made. */
export interface OpmlListing {
  readonly title: string;
  readonly feeds: readonly OpmlFeedRow[];
  readonly watches: readonly OpmlWatchRow[];
}

const MAX_NAME_LENGTH = 80;
const MAX_ADDRESS_LENGTH = 4_000;
const CATCH_ALL =
  /^(未分类|未分组|默认(分组|分类|文件夹)?|全部|所有|其[他它]|杂项|订阅|收藏|uncategori[sz]ed|default|all|others?|misc|feeds?|subscriptions?|rss)$/i;

/** Decides, without doing it, what becomes of every feed and folder of the file. */
export function planOpml(
  opml: Opml,
  feeds: readonly Pick<Feed, 'source' | 'params'>[],
  watchNames: readonly string[],
): OpmlListing {
  const known = new Set(
    feeds.filter(({ source }) => source === 'rss').map(({ params }) => keyOf(String(params.url))),
  );
  const seen = new Set<string>();
  const rows = opml.feeds.map((feed): OpmlFeedRow => {
    const url = webAddress(feed.address);
    const row = {
      name: nameOf(feed, url),
      url: url ?? feed.address,
      folder: feed.folders.join(' / '),
      line: feed.line,
    };
    const reason = refusalOf(feed, url, seen);
    if (reason !== null) return { ...row, status: 'refused', reason };
    seen.add(keyOf(url ?? ''));
    return { ...row, status: known.has(keyOf(url ?? '')) ? 'known' : 'new', reason: null };
  });
  return { title: opml.title, feeds: rows, watches: planWatches(opml.feeds, watchNames) };
}

function refusalOf({ address }: OpmlFeed, url: string | null, seen: ReadonlySet<string>): OpmlRefusal | null {
  if (address === '') return 'no-address';
  if (url === null) return 'not-web';
  if (url.length > MAX_ADDRESS_LENGTH) return 'too-long';
  return seen.has(keyOf(url)) ? 'twice' : null;
}

/** feed://host/x and feed:https://host/x are how browsers once wrote the address of a feed. */
function webAddress(address: string): string | null {
  const plain = address.replace(/^feed:(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://');
  const url = URL.parse(plain);
  return url !== null && /^https?:$/.test(url.protocol) ? plain : null;
}

const keyOf = (url: string): string => URL.parse(url)?.href ?? url;

function nameOf({ title, address }: OpmlFeed, url: string | null): string {
  const name = title || (url === null ? '' : (URL.parse(url)?.host ?? '')) || address || '—';
  return name.slice(0, MAX_NAME_LENGTH).toWellFormed();
}

/** One watch for each folder name that holds feeds, inner and outer ones, each name once. */
function planWatches(feeds: readonly OpmlFeed[], taken: readonly string[]): OpmlWatchRow[] {
  const counts = new Map<string, number>();
  for (const { folders } of feeds)
    for (const folder of new Set(folders)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts].map(([folder, count]): OpmlWatchRow => {
    const name = folder.slice(0, MAX_NAME_LENGTH).toWellFormed();
    const terms = termsOf(folder);
    const row = { name, terms, feeds: count };
    if (taken.includes(name)) return { ...row, status: 'known', reason: null };
    if (CATCH_ALL.test(folder.trim())) return { ...row, terms: [], status: 'refused', reason: 'catch-all' };
    if (terms.length === 0) return { ...row, status: 'refused', reason: 'no-term' };
    return { ...row, status: 'new', reason: null };
  });
}

/** 供热、燃气 is two subjects. A rule can be mended later; what it could not read is left out. */
function termsOf(folder: string): readonly string[] {
  const parts = folder.replace(/["“”()（）【】[\]]/g, ' ').split(/[、/|｜,，;；&+]/);
  const terms = [...new Set(parts.map((part) => part.replace(/\s+/g, ' ').trim()))];
  const good = terms.filter((term) => checkRule({ any: [term], all: [], none: [] }).length === 0);
  return good.slice(0, MAX_TERMS);
}
