/** Names of query parameters that say who shared a link, never what it shows. */
const TRACKING =
  /^(utm_.*|share_.*|sharer_.*|from|isappinstalled|spm|scm|luicode|lfid|fbclid|gclid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|sudaref|mpshare|chksm)$/i;

/** A visit's own mark, told from a number that names something by its looks. */
const OF_A_VISIT: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(?:jsessionid|phpsessid|aspsessionid\w*)$/i, /^[\w.!-]{8,}$/],
  [/^(?:sid|sessionid|session_id)$/i, /^(?=.*\d)(?=.*[a-z])[\w-]{16,}$/i],
  // What keeps caches away: a time in seconds or milliseconds, or a random fraction.
  [/^(?:_|_t|t|ts|rand|random|rnd|timestamp|nocache|_dc|v_t)$/i, /^(?:1\d{9}|1\d{12}|0?\.\d{6,})$/],
];

/**
 * A dedupe key for a link: the same page under two spellings gives the same string. Not for fetching
 * (a trailing slash or the order of parameters may matter to a server). The path keeps its case; the
 * query is compared byte by byte, because GBK-encoded parameters do not survive a UTF-8 round trip.
 * @param url absolute, or relative to `base`
 * @returns null for anything that is not http or https
 */
export function canonicalUrl(url: string, base?: string): string | null {
  return keyOf(url, base, false);
}

/**
 * All keys that a link was ever known by, the present one first: those before marks of visits were left out, and those
 * from before its site moved to https.
 */
export function addressForms(url: string): readonly string[] {
  const forms = [keyOf(url, undefined, false), keyOf(url, undefined, true)].filter((form) => form !== null);
  return [...new Set([...forms, ...forms.map(otherScheme)])];
}

/** A link as it is worth remembering: the mark of a visit is another one the next time. */
export function lastingUrl(url: string): string {
  const now = keyOf(url, undefined, false);
  return now === null || now === keyOf(url, undefined, true) ? url : now;
}

function otherScheme(url: string): string {
  return url.startsWith('https:') ? `http:${url.slice(6)}` : `https:${url.slice(5)}`;
}

function keyOf(url: string, base: string | undefined, withVisit: boolean): string | null {
  const parsed = parseHttpUrl(url, base);
  if (parsed === null) return null;
  const whole = withVisit ? parsed.pathname : parsed.pathname.replace(/;jsessionid=[^/;]*/gi, '');
  const path = upperEscapes(whole).replace(/\/+$/, '');
  const query = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=', 1)[0] ?? ''))
    .filter((pair) => withVisit || !isOfVisit(pair))
    .map(upperEscapes)
    .sort()
    .join('&');
  const hash = isPlaceOfScript(parsed.hash) ? upperEscapes(parsed.hash) : '';
  return `${parsed.protocol}//${parsed.host}${path}${query === '' ? '' : `?${query}`}${hash}`;
}

/** Whether both are had from a server with one request: the sign # and what follows it are never sent. */
export function isOneDocument(one: string, other: string): boolean {
  const key = canonicalUrl(one.replace(/#.*$/s, ''));
  return key !== null && key === canonicalUrl(other.replace(/#.*$/s, ''));
}

/** A page drawn by a script has its place behind such a sign; elsewhere, and where nothing follows, it is on the page. */
export function isPlaceOfScript(hash: string): boolean {
  return /^#[/!]+[^/!]/.test(hash);
}

function isOfVisit(pair: string): boolean {
  const [name = '', value = ''] = pair.split('=', 2);
  return OF_A_VISIT.some(([names, values]) => names.test(name) && values.test(value));
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
