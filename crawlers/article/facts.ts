import { CHINA_OFFSET, DAY, type Instant } from '../../server/core/time.ts';
import type { ReadDate } from '../dates/clock.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { type HtmlDocument, lineOf, selectAll } from '../html/document.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { canonicalUrl } from '../urls.ts';

/** What a page says of itself for machines. Read before anything is taken out of it. */
export interface DeclaredFacts {
  readonly title: string | null;
  readonly dates: readonly ReadDate[];
  readonly author: string | null;
  readonly canonical: string | null;
}

const DATES = [
  'article:published_time,og:published_time,og:release_date,og:article:published_time,article:create_at,article:create_time',
  'pubdate,publishdate,publish_date,publish_time,publishtime,firstpublishedtime,datepublished,weibo:article:create_at,apub:time,date,dc.date,sailthru.date',
];
const AUTHORS = 'author,article:author,og:article:author,mediaid,contentsource,source,dc.creator,byl';
/** Accounts that content systems write with; they name nobody. */
const NOBODY =
  /^(admin|administrator|root|管理员|系统管理员|编辑|佚名|未知|本站|null|undefined|匿名|网站管理员|https?:.*|\d+)$/i;

export function declaredFacts(document: HtmlDocument, now: Instant): DeclaredFacts {
  const metas = metaOf(document);
  const records = linkedData(document);
  const times = (selectAll(document, '[itemprop="datePublished"],time[datetime],time[pubdate]') ?? [])
    .slice(0, 3)
    .map((each) => each.getAttribute('datetime') ?? each.getAttribute('content') ?? lineOf(each));
  return {
    title: first([metas.get('og:title'), ...records.map((each) => asText(each.headline))]),
    dates: [...datesIn(metas, records), ...times].flatMap((raw) => readDate(raw, now) ?? []),
    author: first([
      ...namesOf(AUTHORS).map((name) => cleanName(metas.get(name))),
      ...records.map((each) => cleanName(nameOf(each.author))),
    ]),
    canonical: canonicalOf(document),
  };
}

/** Whether a page says that it is an article of this very address, with a time of its own: no box of others does. */
export function declaresItself(document: HtmlDocument, pageUrl: string, now: Instant): boolean {
  const metas = metaOf(document);
  const addresses = [canonicalOf(document), metas.get('og:url')].filter((url) => typeof url === 'string');
  if (!addresses.some((url) => canonicalUrl(url, pageUrl) === canonicalUrl(pageUrl))) return false;
  return datesIn(metas, linkedData(document)).some((raw) => readDate(raw, now) !== null);
}

function datesIn(metas: ReadonlyMap<string, string>, records: readonly JsonObject[]) {
  const dated = DATES.flatMap((names) => namesOf(names).map((name) => metas.get(name)));
  const inRecords = records.flatMap((record) => [record.datePublished, record.pubDate, record.uploadDate]);
  return [...dated, ...inRecords.map(asText)];
}

const canonicalOf = (document: HtmlDocument): string | null =>
  document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null;

/**
 * The date to keep of several: the first, made as exact as another one of the same day has it. Midnight
 * sharp is how systems write a day without a time, so it is read as the day.
 */
export function bestDate(dates: readonly ReadDate[]): ReadDate | null {
  const [chosen] = dates;
  if (chosen === undefined) return null;
  const dayOf = ({ at }: ReadDate) => Math.floor((at + CHINA_OFFSET) / DAY);
  const exact = dates.find((each) => dayOf(each) === dayOf(chosen) && each.precision !== 'day');
  return exact ?? chosen;
}

/** null for words without a time in them. */
export function readDate(raw: string | null | undefined, now: Instant): ReadDate | null {
  const read = parseChineseDate(raw, now);
  if (read === null) return null;
  return (read.at + CHINA_OFFSET) % DAY === 0 ? { at: read.at, precision: 'day' } : read;
}

/** A person's or an outlet's name without what stands around it; undefined when it names nobody. */
export function cleanName(raw: string | null | undefined): string | undefined {
  const name = (raw ?? '')
    .replace(/[\s\u3000]+/g, ' ')
    .replace(
      /^(?:本报|本网|本台)?(?:作者|记者|撰文|文|来源|稿源|信息来源|文章来源|发布机构|发布单位)?\s*[:：/|]\s*/,
      '',
    )
    .replace(/[\s(（【]*(?:[大小]?字号|字体|责编|责任编辑|编辑|阅读|浏览).*$/, '')
    .trim();
  return name === '' || name.length > 40 || NOBODY.test(name) ? undefined : name;
}

/**
 * The address that names the article: its canonical link, where that is truly its own. Some sites name
 * their front page on every page, which would make all their articles one.
 */
export function keyOf(canonical: string | null, pageUrl: string): string | null {
  const own = canonicalUrl(pageUrl);
  const declared = canonical === null ? null : canonicalUrl(canonical, pageUrl);
  if (declared === null || own === null) return own;
  const last = (url: string) => URL.parse(url)?.pathname.split('/').filter(Boolean).at(-1) ?? '';
  const marks = new Set(own.match(/\d{4,}/g) ?? []);
  const related = (declared.match(/\d{4,}/g) ?? []).some((mark) => marks.has(mark));
  return last(declared) !== '' && (related || last(declared) === last(own)) ? declared : own;
}

function metaOf(document: HtmlDocument): ReadonlyMap<string, string> {
  const metas = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = ['property', 'name', 'itemprop'].map((each) => meta.getAttribute(each)).find(Boolean);
    const content = meta.getAttribute('content')?.trim() ?? '';
    const key = name?.trim().toLowerCase() ?? '';
    if (key !== '' && content !== '' && !metas.has(key)) metas.set(key, content);
  }
  return metas;
}

/** JSON-LD records of articles, also inside a list or a graph. */
function linkedData(document: HtmlDocument): readonly JsonObject[] {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, 10);
  return scripts
    .flatMap((script) => flat(parseJson(script.textContent.trim())))
    .filter((record) => /Article|Posting|News|WebPage|null/i.test(String(asText(record['@type']) ?? null)));
}

function flat(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value))
    return value
      .slice(0, 50)
      .map(asObject)
      .filter((each) => each !== null);
  const record = asObject(value);
  if (record === null) return [];
  return Array.isArray(record['@graph']) ? flat(record['@graph']) : [record];
}

function nameOf(author: unknown): string | undefined {
  const one = Array.isArray(author) ? author[0] : author;
  return asText(one) ?? asText(asObject(one)?.name);
}

const namesOf = (list: string): readonly string[] => list.split(',');

function first(values: readonly (string | undefined | null)[]): string | null {
  return values.find((value) => value !== undefined && value !== null && value !== '') ?? null;
}
