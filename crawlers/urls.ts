/** Names of query parameters that say who shared a link, never what it shows. */
const TRACKING =
  /^(utm_.*|share_.*|sharer_.*|from|isappinstalled|spm|scm|luicode|lfid|fbclid|gclid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|sudaref|mpshare|chksm)$/i;

/**
 * A dedupe key for a link: the same page under two spellings gives the same string. Not for fetching
 * (a trailing slash or the order of parameters may matter to a server). The path keeps its case; the
 * query is compared byte by byte, because GBK-encoded parameters do not survive a UTF-8 round trip.
 * @param url absolute, or relative to `base`
 * @returns null for anything that is not http or https
 */
export function canonicalUrl(url: string, base?: string): string | null {
  const parsed = parseHttpUrl(url, base);
  if (parsed === null) return null;
  const path = upperEscapes(parsed.pathname).replace(/\/+$/, '');
  const query = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=', 1)[0] ?? ''))
    .map(upperEscapes)
    .sort()
    .join('&');
  return `${parsed.protocol}//${parsed.host}${path}${query === '' ? '' : `?${query}`}`;
}

/** The link as an absolute http(s) URL, or null: `sslocal://`, `javascript:` and blanks are no links. */
export function parseHttpUrl(url: string, base?: string): URL | null {
  const text = url.trim();
  if (text === '') return null;
  const parsed = URL.parse(text, base) ?? null;
  return parsed !== null && (parsed.protocol === 'http:' || parsed.protocol === 'https:') ? parsed : null;
}

function upperEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (found) => found.toUpperCase());
}
