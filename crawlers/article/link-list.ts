import { type Element, type HtmlDocument, isJson, lineOf, openHtml, selectAll } from '../html/document.ts';
import { canonicalUrl, isOneDocument, isPlaceOfScript, parseHttpUrl } from '../urls.ts';
import type { Barrier } from '../walls.ts';
import { chooseLinks, type Link } from './link-choice.ts';

export interface LinkRules {
  /** CSS selector of the links, or of elements that hold them; empty: chosen by their looks. */
  readonly selector: string;
  readonly offSite: boolean;
}

/** Endings that a page of text never has. */
const NO_PAGE =
  /\.(jpe?g|png|gif|webp|svg|ico|mp[34]|m3u8|avi|mov|zip|rar|7z|gz|exe|apk|dmg|docx?|xlsx?|pptx?|pdf|css|js|xml|json)$/i;

/**
 * The links of a list page to its articles, in their order, each once. A page on which the selector finds
 * nothing is not an empty list: it is named, for the list has moved or is drawn by a script.
 */
export function readLinkList(body: string, pageUrl: string, rules: LinkRules): readonly Link[] | Barrier {
  // What stands in its strings would be taken for links.
  if (isJson(body)) return { wall: 'shape-changed', detail: 'the answer is JSON and no page' };
  const document = openHtml(body);
  if ('wall' in document) return document;
  const base = document.querySelector('base[href]')?.getAttribute('href') ?? '';
  const from = parseHttpUrl(base, pageUrl)?.href ?? pageUrl;
  const found = rules.selector === '' ? allLinks(document) : selected(document, rules.selector);
  if ('wall' in found) return found;
  const links = found.flatMap((element) => toLink(element, from, pageUrl, rules.offSite));
  const chosen = rules.selector === '' ? chooseLinks(links) : links;
  if (chosen.length > 0) return unique(chosen);
  return { wall: 'shape-changed', detail: emptyReason(found.length, rules.selector) };
}

const NEXT = /^(?:下一?页|后一?页|next(?: page)?|older(?: posts)?)?\s*[>»›→]*$/i;

/** Where a list goes on; null where it does not, or a script turns its pages. */
export function nextListPage(body: string, pageUrl: string): string | null {
  const document = openHtml(body);
  if ('wall' in document) return null;
  const links = [...document.querySelectorAll('a[href],link[rel="next"]')];
  const isNext = (link: Element) =>
    link.getAttribute('rel') === 'next' || (lineOf(link) !== '' && NEXT.test(lineOf(link)));
  for (const link of links.filter(isNext)) {
    const url = parseHttpUrl(link.getAttribute('href') ?? '', pageUrl);
    if (url === null || canonicalUrl(url.href) === canonicalUrl(pageUrl)) continue;
    if (siteOf(url.hostname) === siteOf(URL.parse(pageUrl)?.hostname ?? '')) return url.href;
  }
  return null;
}

function emptyReason(found: number, selector: string): string {
  if (found === 0 && selector === '') return 'the page has no links: a script may draw it';
  if (found === 0) return `nothing on the page fits the selector ${selector}`;
  return selector === ''
    ? `none of ${found} links looks like an article: give a selector`
    : `none of ${found} elements of ${selector} leads to a page of this site`;
}

function selected(document: HtmlDocument, selector: string): readonly Element[] | Barrier {
  const elements = selectAll(document, selector);
  if (elements === null) return { wall: 'shape-changed', detail: `${selector} is no CSS selector` };
  return elements.flatMap((element) => {
    const link = element.tagName === 'A' ? element : element.querySelector('a[href]');
    return link ?? element.closest('a[href]') ?? [];
  });
}

const allLinks = (document: HtmlDocument): readonly Element[] =>
  [...document.querySelectorAll('a[href]')].filter(
    (link) =>
      link.closest('nav,header,footer,[class*="breadcrumb"],[class*="copyright"],[class*="friend"]') === null,
  );

function toLink(element: Element, from: string, pageUrl: string, offSite: boolean): Link[] {
  const url = parseHttpUrl(element.getAttribute('href') ?? '', from);
  if (url === null || NO_PAGE.test(url.pathname)) return [];
  if (!isPlaceOfScript(url.hash)) url.hash = '';
  if (isOneDocument(url.href, pageUrl)) return [];
  if (!offSite && siteOf(url.hostname) !== siteOf(URL.parse(pageUrl)?.hostname ?? '')) return [];
  const title = element.getAttribute('title')?.trim() ?? '';
  const text = lineOf(element);
  return [{ url: url.href, text: title.length > text.length ? title : text }];
}

function unique(links: readonly Link[]): readonly Link[] {
  const seen = new Map<string, Link>();
  for (const link of links) {
    const key = canonicalUrl(link.url) ?? link.url;
    if (!seen.has(key)) seen.set(key, link);
  }
  return [...seen.values()];
}

/** What one owner has under one name: news.example.com and www.example.com are one site. */
export function siteOf(host: string): string {
  if (/^[\d.]+$|:/.test(host)) return host;
  const parts = host.toLowerCase().split('.');
  const second = /^(com|net|org|gov|edu|ac|mil|co|or|ne|idv)$/.test(parts.at(-2) ?? '') && parts.length > 2;
  return parts.slice(second ? -3 : -2).join('.');
}
