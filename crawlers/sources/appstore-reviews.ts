import { defineSource, type Page } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { mayGoOn } from '../address-walls.ts';
import { postTime } from '../dates/post-time.ts';
import { appIdOf, labelOf, reviewsOf, storesOf } from '../feed/apple-feed.ts';
import { tidy } from '../html/plain-text.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { shownMetrics } from '../shown-metrics.ts';
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
      hint: { zh: '应用页面地址里 id 后面的数字，或整个地址', en: 'The digits after "id" in its address' },
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
    {
      name: 'sort',
      kind: 'select',
      label: { zh: '排序', en: 'Order' },
      hint: { zh: '一般选“最新”', en: 'Usually the newest' },
      required: false,
      options: [
        { value: 'mostrecent', zh: '最新', en: 'The newest' },
        { value: 'mosthelpful', zh: '最有帮助', en: 'The most helpful' },
      ],
      initial: 'mostrecent',
    },
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'open-feed',
    onByDefault: true,
    note: {
      zh: '苹果公开提供的评论订阅源，每个地区最多 500 条；评论者昵称只保存为不可还原的代号。',
      en: "Apple's public review feed, at most 500 per country; reviewers are kept only as keyed hashes.",
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
    const sort = params.sort === 'mosthelpful' ? 'mosthelpful' : 'mostrecent';
    const countries = storesOf(params.countries);
    // Another country's reviews must not stand in the place of one that is misspelt.
    const wrong = countries.find((code) => !/^[a-z]{2}$/.test(code));
    const detail = `"${wrong}" is no two-letter code`;
    if (wrong !== undefined) return yield { kind: 'failed', reason: 'bad-url', detail, bytes: 0 };
    for (const country of countries) {
      // Apple answers ten pages at most.
      for (let number = 1; number <= 10; number += 1) {
        const path = `${country}/rss/customerreviews/page=${number}/id=${appIdOf(params.app)}/sortby=${sort}/json`;
        const result = await io.get(`https://itunes.apple.com/${path}`, { accept: 'application/json' });
        yield result;
        // A store that does not have the app keeps no other one waiting.
        if (!mayGoOn(result)) return;
        if (result.kind !== 'page') break;
        // Newest first, an unchanged page has nothing new behind it; by votes, a page says nothing of the next.
        if (result.page.notModified && sort === 'mostrecent' && !io.wasCut) break;
        if (reviewsOf(parseJson(result.page.body))?.length === 0) break;
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

/** An edited review keeps its id, so its time belongs to the key: the new opinion is a new post. */
function toPost(review: JsonObject, page: Page, now: Instant): SourcePost | string {
  const id = labelOf(review.id);
  const [title, body] = [tidy(labelOf(review.title) ?? ''), tidy(labelOf(review.content) ?? '')];
  if (id === undefined || (title === '' && body === '')) return 'no id or no text';
  const time = postTime(labelOf(review.updated), page, now);
  const rating = asNumber(labelOf(review['im:rating']));
  const author = labelOf(asObject(review.author)?.name);
  const url = parseHttpUrl(asText(asObject(asObject(review.link)?.attributes)?.href) ?? '')?.href;
  return {
    source: 'appstore-reviews',
    platform: 'appstore',
    externalId: time.publishedAt === undefined ? id : `${id}@${new Date(time.publishedAt).toISOString()}`,
    ...(url !== undefined && { url }),
    ...(title !== '' && body !== '' && { title }),
    text: body === '' ? title : body,
    ...(author !== undefined && { author }),
    ...time,
    ...shownMetrics({ likes: labelOf(review['im:voteSum']) }),
    ...(rating !== undefined && rating >= 1 && rating <= 5 && { rating }),
    voice: 'review',
  };
}
