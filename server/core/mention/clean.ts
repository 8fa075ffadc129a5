import { type Instant, MINUTE } from '../time.ts';
import { voiceOfHost } from './authority.ts';
import { type Metrics, type Precision, type SourcePost, VOICES, type Voice } from './post.ts';

/** Longest text that is kept; the rest of a longer one is dropped and its full length remembered. */
export const MAX_TEXT_LENGTH = 20_000;
const MAX_TITLE_LENGTH = 500;
const MAX_ID_LENGTH = 2_000;
/** Before this no public post was dated: such a date is a broken page's zero. */
const FIRST_DATE = Date.UTC(1990, 0, 1);
/** Clocks differ: a post this far ahead is simply new. */
const SKEW = 5 * MINUTE;

/** Why a post cannot be kept. `empty`: neither title nor text; `no-id`: nothing to know it again by. */
export type CleanRefusal = 'empty' | 'no-id' | 'id-too-long' | 'no-source';

/** A post with every field harmless. `author` is still the name: it must be made a pseudonym next. */
export interface CleanPost {
  readonly source: string;
  readonly platform: string;
  readonly externalId: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly fullLength: number | null;
  readonly author: string | null;
  /** What a file of ours keeps of the author; see `SourcePost`. */
  readonly pseudonym?: string;
  readonly at: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly metrics: Metrics;
  readonly rating: number | null;
  readonly region: string | null;
  readonly voice: Voice;
  /** Said to be of a time that had not come yet: that date was dropped. */
  readonly future: boolean;
}

/**
 * Makes one post safe to store, or says by name why not. Text stays as written, script tags included: it is only ever
 * shown as text. A date in the future becomes the time of observation and is flagged (`future`), one before 1990 is
 * none; counts below zero, ratings outside 1..5 and links that are not http(s) are dropped.
 */
export function cleanPost(
  post: SourcePost,
  now: Instant,
):
  | { readonly kind: 'clean'; readonly post: CleanPost }
  | { readonly kind: 'refused'; readonly reason: CleanRefusal } {
  const source = line(post.source);
  const externalId = line(post.externalId);
  if (source === '') return { kind: 'refused', reason: 'no-source' };
  if (externalId === '') return { kind: 'refused', reason: 'no-id' };
  if (externalId.length > MAX_ID_LENGTH) return { kind: 'refused', reason: 'id-too-long' };
  const title = cleanTitle(post.title ?? '');
  const whole = cleanText(post.text);
  if (whole === '' && title === '') return { kind: 'refused', reason: 'empty' };
  const url = httpUrl(post.url);
  const text = cut(whole, MAX_TEXT_LENGTH);
  const cleaned: CleanPost = {
    source,
    platform: line(post.platform) || source,
    externalId,
    url: url?.href ?? null,
    title: title === '' ? null : title,
    text,
    fullLength: text.length === whole.length ? null : whole.length,
    author: line(post.author ?? '') || null,
    ...(post.pseudonym === undefined ? {} : { pseudonym: post.pseudonym }),
    ...placeInTime(post, now),
    metrics: cleanMetrics(post.metrics ?? {}),
    rating: inRange(post.rating, 1, 5) ? post.rating : null,
    region: cut(line(post.region ?? ''), 50) || null,
    voice: voiceOf(post, url),
  };
  return { kind: 'clean', post: cleaned };
}

function placeInTime(
  post: SourcePost,
  now: Instant,
): Pick<CleanPost, 'at' | 'precision' | 'observedAt' | 'future'> {
  const observedAt = inRange(post.observedAt, FIRST_DATE, now) ? Math.floor(post.observedAt) : now;
  const published = post.publishedAt;
  if (published === undefined || !(published >= FIRST_DATE))
    return { at: observedAt, precision: 'none', observedAt, future: false };
  if (published <= observedAt) {
    return { at: Math.floor(published), precision: post.precision, observedAt, future: false };
  }
  const future = published - observedAt > SKEW;
  return { at: observedAt, precision: future ? 'none' : post.precision, observedAt, future };
}

// Control characters except tab and newline; C1 controls; the two separators that end a line in JavaScript.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;
/** Marks that turn the direction of writing around: in a title they could disguise what it says. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text without what no eye sees; it stays as written otherwise. */
export function cleanText(raw: string): string {
  return raw.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL, ' ').trim();
}

function line(raw: string): string {
  return cleanText(raw).replace(/\s+/g, ' ');
}

function cleanTitle(raw: string): string {
  return cut(line(raw).replace(DIRECTION, '').trim(), MAX_TITLE_LENGTH);
}

/** At most `longest` UTF-16 units, never half a character. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = text.charCodeAt(longest - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? longest - 1 : longest);
}

function httpUrl(raw: string | undefined): URL | null {
  const url = raw === undefined ? null : URL.parse(raw.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  // Whose key opened it is nobody's business who reads the post.
  url.username = '';
  url.password = '';
  return url;
}

const COUNTS = ['likes', 'comments', 'reposts', 'views', 'rank', 'heat'] as const;

function cleanMetrics(raw: Metrics): Metrics {
  const kept: { -readonly [K in keyof Metrics]: number } = {};
  for (const name of COUNTS) {
    const value = raw[name];
    if (inRange(value, name === 'rank' ? 1 : 0, Number.MAX_SAFE_INTEGER)) kept[name] = Math.round(value);
  }
  return kept;
}

function inRange(value: number | undefined, low: number, high: number): value is number {
  return value !== undefined && value >= low && value <= high;
}

/** Somebody's own site is theirs, whatever its host is called. */
function voiceOf({ voice }: SourcePost, url: URL | null): Voice {
  if (voice === 'own') return voice;
  return (url === null ? null : voiceOfHost(url.hostname)) ?? knownVoice(voice);
}

function knownVoice(voice: Voice | undefined): Voice {
  return voice !== undefined && VOICES.includes(voice) ? voice : 'ordinary';
}
