import { fold } from '../reading/fold.ts';
import type { Voice } from './post.ts';
import type { Watch } from './watch.ts';

/** What an account of a subject adds to its name. */
const ADDED =
  '官方微博|官方账号|官方旗舰店|官方客服|官方抖音|官方号|官方|官微|官博|官号|旗舰店|客服中心|在线客服|客服|服务号|订阅号|视频号|公众号|official';
const ADDED_BEHIND = new RegExp(`(?:${ADDED})+$`);
/** So many Chinese characters are nobody's own name by chance: shorter ones ordinary users bear as well. */
const WHOLE_NAME = /^\p{Script=Han}{4,}$/u;
/** A name alone is the subject's where a platform vouches for whoever bears it. */
const VOUCHED: readonly Voice[] = ['official', 'big_account', 'media', 'provincial_media', 'central_media'];

/** Signs, width and case do not make another account. */
function plain(name: string): string {
  return fold(name).text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The names that accounts of a watch's subject are called by: its own, and the words that it is looked for by. */
export function ownNames({ name, rule }: Pick<Watch, 'name' | 'rule'>): ReadonlySet<string> {
  const terms = [...rule.any, ...rule.all].filter((term) => !/^NEAR\//i.test(term));
  return new Set([name, ...terms].map(plain).filter((each) => each.length >= 2));
}

/** The name that an account bears for somebody: `云川一院` of `云川一院官微`; null where it may be anybody's. */
export function accountOf(author: string, voice: Voice): string | null {
  const whole = plain(author);
  const name = whole.replace(ADDED_BEHIND, '');
  if (name.length >= 2 && name !== whole) return name;
  return WHOLE_NAME.test(whole) || VOUCHED.includes(voice) ? whole : null;
}
