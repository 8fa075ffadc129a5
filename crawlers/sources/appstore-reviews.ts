import type { SourcePost } from '../../server/core/post.ts';
import { defineSource, type Page, type Params } from '../../server/core/source.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json.ts';
import { readJsonPage, readRows } from '../json-page.ts';
import { tidy } from '../plain-text.ts';
import { parseHttpUrl } from '../urls.ts';

export default defineSource({
  name: 'appstore-reviews',
  platform: 'appstore',
  title: { zh: 'App Store 评论', en: 'App Store reviews' },
  kind: 'reviews',
  params: [
    {
      name: 'app',
      kind: 'text',
      label: { zh: '应用编号', en: 'App id' },
      hint: {
        zh: '应用页面地址里 id 后面的数字，例如 389801252',
        en: 'The digits after "id" in the app’s address',
      },
      required: true,
    },
    {
      name: 'countries',
      kind: 'text',
      label: { zh: '国家或地区', en: 'Countries' },
      hint: { zh: '两位代码，用逗号分隔，例如 cn,hk', en: 'Two-letter codes with commas, such as cn,hk' },
      required: false,
      initial: 'cn',
    },
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'open-feed',
    onByDefault: true,
    note: {
      zh: '苹果公开提供的评论订阅源，每个地区最多 500 条；评论者昵称只保存为不可还原的代号。',
      en: 'Apple’s public review feed, at most 500 per country; reviewers are kept only as keyed hashes.',
    },
  },
  voice: 'review',
  samples: [
    { file: 'customerreviews-2026-09.retyped.json', expect: { posts: 1 } },
    { file: 'customerreviews-page1.constructed.json', expect: { posts: 2 } },
    { file: 'customerreviews-single-entry-object.constructed.json', expect: { posts: 1 } },
    { file: 'customerreviews-no-entry.constructed.json', expect: { posts: 0 } },
  ],
  async *collect(params, io) {
    for (const country of countriesOf(params)) {
      // Apple answers ten pages at most.
      for (let number = 1; number <= 10; number += 1) {
        const app = encodeURIComponent(String(params.app));
        const path = `${country}/rss/customerreviews/page=${number}/id=${app}/sortby=mostrecent/json`;
        const result = await io.get(`https://itunes.apple.com/${path}`, { accept: 'application/json' });
        yield result;
        if (result.kind !== 'page') return;
        // Newest first: an unchanged or empty page has nothing new behind it.
        if (result.page.notModified || reviewsOf(parseJson(result.page.body))?.length === 0) break;
      }
    }
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (value) => {
      const reviews = reviewsOf(value);
      if (reviews !== null) return readRows(reviews, (review) => toPost(review, page, now));
      return { kind: 'wall', wall: 'shape-changed', detail: 'no feed, or entries without im:rating' };
    }),
});

function countriesOf(params: Params): readonly string[] {
  const codes = String(params.countries ?? 'cn')
    .toLowerCase()
    .match(/\b[a-z]{2}\b/g);
  return [...new Set(codes ?? ['cn'])];
}

/** `entry` is a list, one object, or absent; the app itself has been among them, without a rating. */
function reviewsOf(value: unknown): readonly JsonObject[] | null {
  const feed = asObject(asObject(value)?.feed);
  if (feed === null) return null;
  const entries = Array.isArray(feed.entry) ? feed.entry : feed.entry === undefined ? [] : [feed.entry];
  const reviews = entries
    .map(asObject)
    .filter((entry) => entry !== null && label(entry['im:rating']) !== undefined);
  return entries.length > 1 && reviews.length === 0 ? null : reviews.filter((entry) => entry !== null);
}

/** An edited review keeps its id, so its time belongs to the key: the new opinion is a new post. */
function toPost(review: JsonObject, page: Page, now: Instant): SourcePost | string {
  const id = label(review.id);
  const [title, body] = [tidy(label(review.title) ?? ''), tidy(label(review.content) ?? '')];
  if (id === undefined || (title === '' && body === '')) return 'no id or no text';
  const published = parseChineseDate(label(review.updated), now);
  const rating = asNumber(label(review['im:rating']));
  const likes = asNumber(label(review['im:voteSum']));
  const author = label(asObject(review.author)?.name);
  const url = parseHttpUrl(asText(asObject(asObject(review.link)?.attributes)?.href) ?? '')?.href;
  return {
    source: 'appstore-reviews',
    platform: 'appstore',
    externalId: published === null ? id : `${id}@${new Date(published.at).toISOString()}`,
    ...(url !== undefined && { url }),
    ...(title !== '' && body !== '' && { title }),
    text: body === '' ? title : body,
    ...(author !== undefined && { author }),
    ...(published !== null && { publishedAt: published.at }),
    precision: published?.precision ?? 'none',
    observedAt: page.fetchedAt,
    ...(likes !== undefined && { metrics: { likes } }),
    ...(rating !== undefined && rating >= 1 && rating <= 5 && { rating }),
    voice: 'review',
  };
}

function label(value: unknown): string | undefined {
  return asText(asObject(value)?.label);
}
