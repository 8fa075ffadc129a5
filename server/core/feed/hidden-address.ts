/** What stands where a secret is. Sent back unchanged, it means: leave the secret as it is. */
export const HIDDEN = '•••';

/** Names of query parameters whose value opens something. */
const KEY_LIKE =
  /^(.*[-_.])?(api-?_?key|access-?_?key|app-?_?key|key|\w*token|\w*secret|pass(word|wd)?|pwd|auth|sig|sign|signature)$/i;
const USERINFO = /^(\s*[a-z][\w+.-]*:\/\/)[^/?#]*@/i;

/** An address with each pair of its query handed through. */
function mapQuery(url: string, each: (pair: string, name: string) => string | null): string {
  const [, before = url, query, after = ''] = /^([^?#]*)\?([^#]*)(#.*)?$/s.exec(url) ?? [];
  if (query === undefined) return url;
  const pairs = query.split('&').flatMap((pair) => each(pair, pair.split('=', 1)[0] ?? '') ?? []);
  return `${before}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}${after}`;
}

/** A web address without whoever opens it and with which keys: for those who may know where it leads and no more. */
export function hideInAddress(url: string): string {
  const hidden = mapQuery(url, (pair, name) =>
    KEY_LIKE.test(name) && pair.length > name.length + 1 ? `${name}=${HIDDEN}` : pair,
  );
  return hidden.replace(USERINFO, `$1${HIDDEN}@`);
}

/** Of an address that is a key as a whole: the host it leads to. */
export function hostOfAddress(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/${HIDDEN}` : HIDDEN;
}

/**
 * An address for those who may not change it: a key may stand in its path, and nothing distinguishes it from a word.
 */
export function addressForReaders(url: string): string {
  if (!URL.canParse(url)) return url === '' ? url : HIDDEN;
  const { origin, href } = new URL(url);
  return href === `${origin}/` ? url : `${origin}/${HIDDEN}`;
}

/** Words joined by signs, as addresses of pages have them: `scroll-news`, `page2`. A key is longer, or mixes more. */
const WORDS = /^[a-z]{1,14}(?:[-_.][a-z]{1,14}|[-_.]?\d{1,4})*$/;
/** Shorter parts of an address open nothing. */
const PART = /^[\w.~+=-]{8,}$/;
/** What is known for a key is one at this length, too; a shorter one is also part of any word. */
const MIN_KEY_LENGTH = 5;

/** What of an address may open something where it stands alone. */
function keysIn({ pathname, searchParams, username, password }: URL): readonly string[] {
  const named = [...searchParams].flatMap(([name, value]) => (KEY_LIKE.test(name) ? value : []));
  const parts = [...pathname.split('/'), ...searchParams.values()];
  const keys = parts.filter((part) => PART.test(part) && !WORDS.test(part));
  const known = [...named, password].filter((key) => key.length >= MIN_KEY_LENGTH);
  return [...(username === '' ? [] : [`${username}:${password}`]), ...known, ...keys];
}

/** Words in which an address may be repeated, without anything of it but the host that it leads to. */
export function withoutAddress(text: string, url: string): string {
  if (!URL.canParse(url)) return text;
  const address = new URL(url);
  const { pathname, search } = address;
  let left = text;
  for (const whole of [url, address.href]) left = withoutWhole(left, whole, addressForReaders(url));
  for (const path of [`${pathname}${search}`, pathname].filter((each) => each !== '/').flatMap(asWritten))
    left = withoutWhole(left, path, `/${HIDDEN}`);
  for (const key of keysIn(address).flatMap(asWritten)) left = left.replaceAll(key, HIDDEN);
  return left;
}

/** What begins a longer path is another address. */
function withoutWhole(text: string, part: string, instead: string): string {
  const isLonger = (after: string) => /^\/?[\w%-]/.test(after);
  return text.split(part).reduce((before, after) => `${before}${isLonger(after) ? part : instead}${after}`);
}

/** As it stands in an address, and with its percent signs undone. */
function asWritten(part: string): readonly string[] {
  try {
    return [part, decodeURIComponent(part)];
  } catch {
    return [part];
  }
}

/** An address as it may be given away: nobody else's user name, password or keys are in it. */
export function publicAddress(url: string): string {
  return mapQuery(url, (pair, name) => (KEY_LIKE.test(name) ? null : pair)).replace(USERINFO, '$1');
}
