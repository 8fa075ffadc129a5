import type { SourcePost } from '../../server/core/post.ts';
import { defineSource, type Page } from '../../server/core/source.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates.ts';
import { asNumber, asObject, asText, type JsonObject } from '../json.ts';
import { readJsonPage, readRows } from '../json-page.ts';
import { plainText } from '../plain-text.ts';
import { parseHttpUrl } from '../urls.ts';

export default defineSource({
  name: 'v2ex',
  platform: 'v2ex',
  title: { zh: 'V2EX 话题', en: 'V2EX topics' },
  kind: 'forum',
  params: [
    {
      name: 'list',
      kind: 'select',
      label: { zh: '列表', en: 'List' },
      hint: { zh: '最热每日更新，最新随发随有', en: 'Hot changes by the day, latest by the minute' },
      required: false,
      options: [
        { value: 'hot', zh: '最热', en: 'Hot' },
        { value: 'latest', zh: '最新', en: 'Latest' },
      ],
      initial: 'hot',
    },
  ],
  every: (30 * MINUTE) / 1000,
  access: {
    kind: 'public-api',
    onByDefault: true,
    note: {
      zh: '网站公开的接口，无须登录，每小时每个地址限 120 次；用户名只保存为不可还原的代号。',
      en: 'The site’s public API, no login, 120 requests an hour per address; user names are kept only as keyed hashes.',
    },
  },
  voice: 'forum',
  samples: [{ file: 'topics-hot-2026-08-23.real-scrubbed.json', expect: { posts: 9 } }],
  async *collect(params, io) {
    const list = params.list === 'latest' ? 'latest' : 'hot';
    yield await io.get(`https://www.v2ex.com/api/topics/${list}.json`, { accept: 'application/json' });
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (topics) => {
      if (Array.isArray(topics)) return readRows(topics, (topic) => toPost(asObject(topic), page, now));
      const message = asText(asObject(topics)?.message) ?? 'not a list of topics';
      return {
        kind: 'wall',
        wall: /rate.?limit/i.test(message) ? 'rate-limited' : 'shape-changed',
        detail: message,
      };
    }),
});

function toPost(topic: JsonObject | null, page: Page, now: Instant): SourcePost | string {
  const id = asText(topic?.id);
  const title = plainText(asText(topic?.title) ?? '');
  const body = plainText(asText(topic?.content_rendered) ?? asText(topic?.content) ?? '');
  if (topic === null || id === undefined || (title === '' && body === '') || asNumber(topic.deleted) === 1)
    return 'deleted, or no id or text';
  const published = parseChineseDate(asNumber(topic.created), now);
  const author = asText(asObject(topic.member)?.username);
  const comments = asNumber(topic.replies);
  const url = parseHttpUrl(asText(topic.url) ?? '')?.href;
  return {
    source: 'v2ex',
    platform: 'v2ex',
    externalId: id,
    ...(url !== undefined && { url }),
    ...(title !== '' && body !== '' && { title }),
    text: body === '' ? title : body,
    ...(author !== undefined && { author }),
    ...(published !== null && { publishedAt: published.at }),
    precision: published?.precision ?? 'none',
    observedAt: page.fetchedAt,
    ...(comments !== undefined && { metrics: { comments } }),
    voice: 'forum',
  };
}
