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

/** An address as it may be given away: nobody else's user name, password or keys are in it. */
export function publicAddress(url: string): string {
  return mapQuery(url, (pair, name) => (KEY_LIKE.test(name) ? null : pair)).replace(USERINFO, '$1');
}
