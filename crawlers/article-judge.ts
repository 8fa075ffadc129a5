import type { FetchResult } from '../server/core/feed/source.ts';
import { isOfOneAddress } from './address-walls.ts';
import type { Reading } from './site-reading.ts';
import type { Sighted } from './undated-pages.ts';
import { addressForms, isOneDocument } from './urls.ts';

/** Failures that concern one address; `true`: a fault of the moment, about which nothing is kept. */
const FAILED_ONE: Readonly<Record<string, boolean>> = {
  'server-error': true,
  timeout: true,
  'too-large': false,
  'too-many-redirects': false,
  'bad-url': false,
  'private-address': false,
};

/** An article, and what tells it from others. */
interface Read extends Sighted {
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
export type Judged = Read | Fault | 'site';

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
  if (isSentAway(asked, result.page.url, reading.list)) return faultOf('gone', { isOwn: true });
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

/** Whether an address led to the front page, to its own list or to the box it lay in: what stood there is gone. */
export function isSentAway(asked: string, final: string, list: string): boolean {
  const [from, to] = [URL.parse(asked), URL.parse(final)];
  if (from === null || to === null) return false;
  if (isOneDocument(final, list) || isSame(final, list)) return true;
  if (isSame(asked, final)) return false;
  if (to.search !== '' || from.hostname.replace(/^www\./, '') !== to.hostname.replace(/^www\./, ''))
    return to.search === '' && boxOf(to) === '';
  const [box, whole] = [boxOf(to), from.pathname.replace(/\/+$/, '')];
  if (box === '') return boxOf(from) !== '' || from.search !== '';
  return whole.startsWith(`${box}/`) && !OF_ARTICLE.test(box.split('/').at(-1) ?? '');
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
