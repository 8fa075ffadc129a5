import type { FetchResult, Page, ParseResult, SourceIO } from '../server/core/feed/source.ts';
import { isOfOneAddress } from './address-walls.ts';
import { freshEntries, freshParts, isSitemap, readSitemap } from './sitemap.ts';
import { holdUndated, type Sighted } from './undated-pages.ts';
import { canonicalUrl } from './urls.ts';
import type { Barrier } from './walls.ts';

/** What a watch of a site does with pages; the reading is pure and handed in. */
export interface Reading {
  readonly list: string;
  readonly most: number;
  links(page: Page): readonly { readonly url: string }[] | Barrier;
  /** What the source reads on the page of one article. */
  article(page: Page): Promise<ParseResult>;
}

/** Newest parts of an index of sitemaps that one run looks into. */
const MOST_PARTS = 3;
/** So many unreadable articles and not one read: the site or the settings changed, not the articles. */
const SHAPE = 3;
/** Failures that concern one address; `true`: a fault of the moment, about which nothing is kept. */
const FAILED_ONE: Readonly<Record<string, boolean>> = {
  'server-error': true,
  timeout: true,
  'too-large': false,
  'too-many-redirects': false,
  'bad-url': false,
  'private-address': false,
};

interface Lost {
  readonly url: string;
  readonly result: FetchResult;
  readonly reason: string;
  /** A fault of the moment: the next run asks for it as if it had not been asked for. */
  readonly isOfMoment: boolean;
  /** It was asked for in vain before. */
  readonly isAgain: boolean;
}

interface Read extends Sighted {
  readonly kind: 'article';
  readonly isDated: boolean;
}
type Fault = Pick<Lost, 'reason' | 'isOfMoment'>;

/**
 * One run: the list or sitemap, then the articles on it that were not read before, at most `most`; those that were
 * asked for in vain come last. One that cannot be read is told and left out, so that it does not keep the others
 * waiting; the run ends at what concerns the whole site. A list on which nothing is new has not changed; it is a
 * result itself only when it names no article at all.
 */
export async function* readSite(reading: Reading, io: SourceIO): AsyncGenerator<FetchResult> {
  const found = await findLinks(reading, io);
  if (!('urls' in found)) return yield found;
  const lost: Lost[] = [];
  const undated = holdUndated();
  let { bytes } = found.list;
  let read = 0;
  let ending: FetchResult | null = null;
  for (const { url, isAgain } of await unknownOf(found.urls, reading.most, io)) {
    const result = await io.get(url);
    const judged = await judge(result, reading);
    const twin = judged === 'site' ? null : undated.twin(url, result, judged);
    ending = judged === 'site' ? result : (twin?.wall ?? null);
    for (const each of twin?.urls ?? [])
      lost.push({ url: each, result, isAgain, reason: 'says what another page says', isOfMoment: false });
    if (ending !== null || judged === 'site') break;
    if (judged.kind === 'fault') {
      bytes += result.bytes;
      lost.push({ url, result, isAgain, ...judged });
    } else if (judged.isDated) {
      yield { ...result, bytes: result.bytes + bytes };
      bytes = 0;
      read += 1;
    } else undated.hold(url, result, judged);
  }
  for (const result of undated.held()) {
    yield { ...result, bytes: result.bytes + bytes };
    bytes = 0;
    read += 1;
  }
  await tell(lost, read, io);
  if (ending !== null) yield { ...reasonOf(ending, whyOf(lost)), bytes: bytes + ending.bytes };
  else if (read === 0) yield { ...(whyOf(lost.filter(({ isAgain }) => !isAgain)) ?? quiet(found)), bytes };
}

/** What the last address said that is not merely gone. */
function whyOf(lost: readonly Lost[]): FetchResult | undefined {
  return lost.findLast(({ reason }) => reason !== 'gone')?.result;
}

/** That a host is left alone says less than the wall of the article for which it is. */
function reasonOf(ending: FetchResult, why: FetchResult | undefined): FetchResult {
  const isResting = ending.kind === 'failed' && ending.reason === 'circuit-open';
  return isResting && why?.kind === 'wall' ? why : ending;
}

/** Nothing was new: that is no empty page, unless it named nothing. */
function quiet({ list, named }: Site): Listed {
  return named ? { ...list, page: { ...list.page, body: '', notModified: true } } : list;
}

type Listed = Extract<FetchResult, { kind: 'page' }>;
interface Site {
  readonly urls: readonly string[];
  readonly list: Listed;
  /** Addresses stood on it, whether they are new enough or not. */
  readonly named: boolean;
}
type Found = Site | FetchResult;

/** Addresses of articles, most wanted first; or the answer that is none. */
async function findLinks(reading: Reading, io: SourceIO): Promise<Found> {
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

interface Wanted {
  readonly url: string;
  /** It was asked for in vain before. */
  readonly isAgain: boolean;
}

/** Those that nothing is known of, in their order, as many as are wanted; then those that were asked for in vain. */
async function unknownOf(urls: readonly string[], most: number, io: SourceIO): Promise<readonly Wanted[]> {
  const unknown: Wanted[] = [];
  const again: Wanted[] = [];
  for (let from = 0; from < urls.length && unknown.length < most; from += LOOKED_UP) {
    const keyed = urls.slice(from, from + LOOKED_UP).map((url) => ({ url, key: canonicalUrl(url) ?? url }));
    const known = await io.known?.([...new Set(keyed.flatMap(({ url, key }) => [url, key]))]);
    for (const { url, key } of keyed) {
      if (known?.done.has(url) || known?.done.has(key)) continue;
      const isAgain = known !== undefined && (known.again.has(url) || known.again.has(key));
      (isAgain ? again : unknown).push({ url, isAgain });
    }
  }
  return [...unknown, ...again].slice(0, most);
}

/** `site`: nothing more is to be had there now. A fault is what is wrong with this one. */
async function judge(
  result: FetchResult,
  reading: Reading,
): Promise<Read | ({ readonly kind: 'fault' } & Fault) | 'site'> {
  const fault = (reason: string, isOfMoment = false) => ({ kind: 'fault', reason, isOfMoment }) as const;
  if (result.kind === 'wall') return isOfOneAddress(result.wall) ? fault(result.wall) : 'site';
  if (result.kind === 'failed') {
    const isOfMoment = FAILED_ONE[result.reason];
    return isOfMoment === undefined ? 'site' : fault(result.reason, isOfMoment);
  }
  const read = await reading.article(result.page);
  if (read.kind === 'wall') return isOfOneAddress(read.wall) ? fault(read.wall) : 'site';
  const [post] = read.posts;
  if (post === undefined) return fault(read.refused[0]?.reason ?? 'no article');
  const said = JSON.stringify([post.title ?? '', post.text]);
  return { kind: 'article', said, key: post.externalId, isDated: post.publishedAt !== undefined };
}

/** Where none of the new ones can be read they are not told: they are wanted again. */
async function tell(lost: readonly Lost[], read: number, io: SourceIO): Promise<void> {
  const isChange = read === 0 && lost.filter(({ isAgain }) => !isAgain).length >= SHAPE;
  for (const { url, reason, isOfMoment, isAgain } of lost)
    if (isAgain || !(isOfMoment || isChange)) await io.refuse?.(url, reason, reason === 'gone');
}
