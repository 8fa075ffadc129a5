import type { FetchResult } from '../server/core/feed/source.ts';
import { isOfOneAddress } from './address-walls.ts';
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

export async function judge(result: FetchResult, reading: Reading): Promise<Judged> {
  if (result.kind === 'wall') {
    const isFinal = result.wall === 'gone';
    return isOfOneAddress(result.wall) ? faultOf(result.wall, { isFinal, isOwn: isFinal }) : 'site';
  }
  if (result.kind === 'failed') {
    const isOfMoment = FAILED_ONE[result.reason];
    return isOfMoment === undefined ? 'site' : faultOf(result.reason, { isOfMoment });
  }
  const read = await reading.article(result.page);
  if (read.kind === 'wall')
    return isOfOneAddress(read.wall) ? faultOf(read.wall, { isOwn: OWN.has(read.wall) }) : 'site';
  const [post] = read.posts;
  if (post === undefined) return faultOf(read.refused[0]?.reason ?? 'no article');
  const said = JSON.stringify([post.title ?? '', post.text]);
  return { kind: 'article', said, key: post.externalId, isDated: post.publishedAt !== undefined };
}

function faultOf(reason: string, more: Partial<Fault> = {}): Fault {
  return { kind: 'fault', reason, isOfMoment: false, isFinal: false, isOwn: false, ...more };
}
