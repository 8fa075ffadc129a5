import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/feed/source.ts';
import { voiceOfHost } from '../../server/core/mention/authority.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText, parseJson } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { canonicalUrl, parseHttpUrl } from '../urls.ts';

/** No answer holds more, and none covers less time. */
const MAX_ROWS = 250;
const MIN_SPAN_MS = 15 * MINUTE;
/** Escapes that JSON knows, and the single signs it forbids. */
const STRAY = /\\(?:["\\/bfnrt]|u[\da-f]{4})|\\|\p{Cc}/giu;

export default defineSource({
  name: 'gdelt',
  platform: 'gdelt',
  title: { zh: 'GDELT 全球新闻检索', en: 'GDELT world news' },
  kind: 'news',
  params: [
    {
      name: 'query',
      kind: 'text',
      label: { zh: '检索词', en: 'Query' },
      hint: {
        zh: '用英文，中文报道经翻译匹配；可用 "词组"、(a OR b)、sourcelang:chinese、domainis:',
        en: 'In English, others match by translation; "phrases", (a OR b), sourcelang:chinese, domainis:',
      },
      required: true,
    },
  ],
  every: (30 * MINUTE) / 1000,
  access: {
    kind: 'public-api',
    onByDefault: true,
    note: {
      zh: 'GDELT 项目的公开接口，免费，无须登录，每 5 秒限一次请求，只查得到最近三个月。只给标题、链接与收录时间，没有发布时间；回补的文章因此不计入趋势。',
      en: "The GDELT Project's public API, free, no login, one request every 5 seconds, the last three months only. It gives titles, links and when an article was seen, not when it was published; articles of a back-fill therefore stay out of trends.",
    },
  },
  backfill: true,
  voice: 'media',
  samples: [
    { file: 'artlist.constructed.json', expect: { posts: 3 } },
    { file: 'empty.constructed.json', expect: { posts: 0 } },
    { file: 'keyword-too-short-200.retyped.txt', expect: { wall: 'not-json' } },
    { file: 'ratelimit-200-or-429.retyped.txt', expect: { wall: 'rate-limited' } },
  ],
  async *collect(params, { get, now, range }) {
    let until = range?.to ?? 0;
    for (let number = 0; number < 200; number += 1) {
      const span = range ? `startdatetime=${stamp(range.from)}&enddatetime=${stamp(until)}` : 'timespan=7d';
      const result = await get(addressOf(params, span), { accept: 'application/json', spacing: 5_000 });
      yield result;
      if (result.kind !== 'page' || range === undefined) return;
      const oldest = oldestOf(result.page.body, now());
      if (oldest === null) return;
      until = oldest < until ? oldest : until - MIN_SPAN_MS;
      if (until - range.from < MIN_SPAN_MS) return;
    }
  },
  parse: (page) => readJsonPage(page, (value) => readArticles(value, page), opened),
});

function addressOf(params: Params, span: string): string {
  const query = encodeURIComponent(String(params.query ?? '').trim());
  const rest = `mode=ArtList&format=json&maxrecords=${MAX_ROWS}&sort=DateDesc&${span}`;
  return `https://api.gdeltproject.org/api/v2/doc/doc?query=${query}&${rest}`;
}

function stamp(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');
}

/** The JSON, if need be without the stray backslashes of its titles, or the sentence in its place. */
function opened(body: string): unknown {
  const value = parseJson(body) ?? parseJson(body.replace(STRAY, (sign) => (sign.length > 1 ? sign : ' ')));
  return value === undefined && !body.trim().startsWith('<') ? body.trim() : value;
}

/** The oldest sighting on a full page: what lies before it did not fit. */
function oldestOf(body: string, now: Instant): Instant | null {
  const articles = asObject(opened(body))?.articles;
  if (!Array.isArray(articles) || articles.length < MAX_ROWS) return null;
  return Math.min(
    ...articles.map((row) => parseChineseDate(asText(asObject(row)?.seendate), now)?.at ?? now),
  );
}

/** `{}` and a list that is null mean that nothing matched; a plain sentence is a refusal. */
function readArticles(value: unknown, page: Page): ParseResult {
  if (typeof value === 'string') return { kind: 'wall', wall: 'not-json', detail: value.slice(0, 200) };
  const root = asObject(value);
  const rows = root?.articles ?? [];
  if (root !== null && Array.isArray(rows) && ('articles' in root || Object.keys(root).length === 0))
    return readKnownRows(rows, (row) => toPost(row, page));
  return { kind: 'wall', wall: 'shape-changed', detail: 'JSON without articles' };
}

/** GDELT knows when it saw an article, which is no time of publishing: only `observedAt` is set. */
function toPost(value: unknown, page: Page): SourcePost | string {
  const row = asObject(value);
  const url = parseHttpUrl(asText(row?.url) ?? '');
  const title = plainText(asText(row?.title) ?? '');
  if (url === null || title === '') return 'no id or no text';
  // GDELT parts the words of Chinese titles with blanks that no headline has.
  const text = title.replace(/(?<=[\p{sc=Han}，：]) (?=[\p{sc=Han}，：])/gu, '');
  return {
    source: 'gdelt',
    platform: 'gdelt',
    externalId: canonicalUrl(url.href) ?? url.href,
    url: url.href,
    text,
    precision: 'none',
    observedAt: page.fetchedAt,
    voice: voiceOfHost(url.hostname) ?? 'media',
  };
}
