import type { FetchResult, Page } from '../../server/core/feed/source.ts';
import { isOfOneAddress } from '../address-walls.ts';
import { openHtml } from '../html/document.ts';
import { addressForms, isOneDocument } from '../urls.ts';
import { declaresItself } from './facts.ts';
import type { Reading } from './site-reading.ts';
import type { Sighted } from './undated-pages.ts';

/** Failures that concern one address; `true`: a fault of the moment, about which nothing is kept. */
const FAILED_ONE: Readonly<Record<string, boolean>> = {
  'server-error': true,
  timeout: true,
  'too-large': false,
  'too-many-redirects': false,
  'bad-url': false,
  'private-address': false,
};

/** An article, and what distinguishes it from others. */
interface ReadArticle extends Sighted {
  readonly kind: 'article';
  readonly isDated: boolean;
}

/** What is wrong with one address. */
export interface Fault {
  readonly kind: 'fault';
  readonly reason: string;
  /** A fault of the moment: the next run asks for it as if it had not been asked for. */
  readonly isOfMoment: boolean;
  /** It never comes back: the server itself says so. */
  readonly isFinal: boolean;
  /** That is said of it, whatever became of the others. */
  readonly isOwn: boolean;
}

/** Doors and notes in the place of one article: whatever is wrong with others, this is its own matter. */
const OWN = new Set(['gone', 'login-wall']);

/** `site`: nothing more is to be had there now. */
export type Judged = ReadArticle | Fault | 'site';

export async function judge(asked: string, result: FetchResult, reading: Reading): Promise<Judged> {
  if (result.kind === 'wall') {
    const isFinal = result.wall === 'gone';
    return isOfOneAddress(result.wall) ? faultOf(result.wall, { isFinal, isOwn: isFinal }) : 'site';
  }
  if (result.kind === 'failed') {
    const isOfMoment = FAILED_ONE[result.reason];
    return isOfMoment === undefined ? 'site' : faultOf(result.reason, { isOfMoment });
  }
  // Not for good: sites also send everybody to their front page while they are being mended.
  const away = sentAway(asked, result.page.url, reading.list);
  if (away !== null && !(away === 'box' && isItself(result.page))) return faultOf('gone', { isOwn: true });
  const read = await reading.article(result.page);
  if (read.kind === 'wall')
    return isOfOneAddress(read.wall) ? faultOf(read.wall, { isOwn: OWN.has(read.wall) }) : 'site';
  const [post] = read.posts;
  if (post === undefined) return faultOf(read.refused[0]?.reason ?? 'no article');
  const said = JSON.stringify([post.title ?? '', post.text]);
  return { kind: 'article', said, key: post.externalId, isDated: post.publishedAt !== undefined };
}

const INDEX = /\/(?:index|default|main|home)(?:\.\w{2,5})?$/i;
/** Such a name is an article's own, and no box that others lie in. */
const OF_ARTICLE = /\.\w{2,5}$|^(?!20\d\d(?:[01]\d){0,1}$)\D*\d{4,}\D*$/;

/** Other forms of an article under its own address, and its pages by number. */
const OF_ITSELF = /^(?:\/(?:amp|print|pages?|comments|full|all|mobile|m|\d{1,2}))+$/i;
const NUMBERS = /^[/\d]+$/;

/** Where an address led instead of to its article: the front page, its own list or the box it lay in; null: to it. */
export function sentAway(asked: string, final: string, list: string): 'front' | 'list' | 'box' | null {
  const [from, to] = [URL.parse(asked), URL.parse(final)];
  if (from === null || to === null) return null;
  if (isOneDocument(final, list) || isSame(final, list)) return 'list';
  if (isSame(asked, final)) return null;
  const box = boxOf(to);
  if (to.search !== '' || from.hostname.replace(/^www\./, '') !== to.hostname.replace(/^www\./, ''))
    return to.search === '' && box === '' ? 'front' : null;
  if (box === '') return boxOf(from) !== '' || from.search !== '' ? 'front' : null;
  return isBoxOf(box, from.pathname.replace(/\/+$/, '')) ? 'box' : null;
}

function isBoxOf(box: string, whole: string): boolean {
  const parts = box.split('/');
  const last = parts.at(-1) ?? '';
  if (!whole.startsWith(`${box}/`) || OF_ARTICLE.test(last)) return false;
  const rest = whole.slice(box.length);
  if (!OF_ITSELF.test(rest)) return true;
  // A number in a column, or a day in a month, lies in a box.
  return NUMBERS.test(rest) && (parts.length < 3 || NUMBERS.test(last));
}

function isItself({ body, url, fetchedAt }: Page): boolean {
  const document = openHtml(body);
  return !('wall' in document) && declaresItself(document, url, fetchedAt);
}

const isSame = (one: string, other: string): boolean =>
  addressForms(one).some((form) => form === addressForms(other)[0]);

const boxOf = ({ pathname }: URL): string => pathname.replace(INDEX, '').replace(/\/+$/, '');

/** Whether an answer that is no page says nothing about other addresses. */
export function concernsOne(result: Exclude<FetchResult, { kind: 'page' }>): boolean {
  return result.kind === 'wall' ? isOfOneAddress(result.wall) : FAILED_ONE[result.reason] !== undefined;
}

function faultOf(reason: string, more: Partial<Fault> = {}): Fault {
  return { kind: 'fault', reason, isOfMoment: false, isFinal: false, isOwn: false, ...more };
}
