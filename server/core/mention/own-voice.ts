import { fold } from '../reading/fold.ts';
import type { Voice } from './post.ts';
import type { Rule, Watch } from './watch.ts';

/** What an account of a subject adds to its name. */
const ADDED =
  '官方微博|官方账号|官方旗舰店|官方客服|官方抖音|官方号|官方|官微|官博|官号|旗舰店|客服中心|在线客服|客服|服务号|订阅号|视频号|公众号|official';
export const ADDED_WORDS: readonly string[] = ADDED.split('|');
const ADDED_BEHIND = new RegExp(`(?:${ADDED})+$`);
/** So many Chinese characters are nobody's own name by chance: shorter ones ordinary users bear as well. */
const WHOLE_NAME = /^\p{Script=Han}{4,}$/u;
/** A name alone is the subject's where a platform vouches for whoever bears it, or where it was told so before. */
const VOUCHED: readonly Voice[] = [
  'official',
  'big_account',
  'media',
  'provincial_media',
  'central_media',
  'own',
];
/** Who is called so speaks against the subject, however much it is looked for by that name. */
const AGAINST = /维权|业主|受害|投诉|曝光|避雷|吐槽|联盟|群/;

/** Signs, width and case do not make another account. */
function plain(name: string): string {
  return fold(name).text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What accounts of a watch's subject are called. */
export interface OwnNames {
  /** What it is called itself. */
  readonly name: string;
  /** That, and the words that it is looked for by. */
  readonly all: ReadonlySet<string>;
}

/** Whether a word that a watch looks for names its subject: two that stand near each other do not. */
function isName(term: string): boolean {
  return !/^NEAR\//i.test(term);
}

/** Those of the words found by a rule that name its subject. */
export function namesAmong(terms: readonly string[], rule: Pick<Rule, 'any'>): readonly string[] {
  return terms.filter((term) => isName(term) && rule.any.includes(term));
}

/** Words of `all` are left out: they name what must stand beside the subject, such as who oversees it. */
export function ownNames({ name, rule }: Pick<Watch, 'name' | 'rule'>): OwnNames {
  const names = [name, ...rule.any.filter(isName)].map(plain);
  return { name: plain(name), all: new Set(names.filter((each) => each.length >= 2)) };
}

/** Whom an account speaks for by what it is called. */
export interface Account {
  readonly name: string;
  /** Whether it says so, or its platform vouches for it: what is called like a subject alone may be about it. */
  readonly sure: boolean;
}

/** The name that an account bears for somebody: `云川一院` of `云川一院官微`; null where it may be anybody's. */
export function accountOf(author: string, voice: Voice): Account | null {
  const whole = plain(author);
  if (AGAINST.test(whole)) return null;
  const name = whole.replace(ADDED_BEHIND, '');
  if (name.length >= 2 && name !== whole) return { name, sure: true };
  if (VOUCHED.includes(voice)) return { name: whole, sure: true };
  return WHOLE_NAME.test(whole) ? { name: whole, sure: false } : null;
}

/** Whether an account is that of the subject which is called so. */
export function speaksFor(account: Account, names: OwnNames): boolean {
  return account.sure ? names.all.has(account.name) : names.name === account.name;
}
