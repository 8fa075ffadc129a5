import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { parseHttpUrl } from '../urls.ts';
import { v2exRows } from '../v2ex-rows.ts';

const ASKING = { accept: 'application/json' };
const LISTS = [
  { value: 'hot', zh: '最热', en: 'Hot' },
  { value: 'latest', zh: '最新', en: 'Latest' },
];

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
      hint: { zh: '填了节点时不起作用', en: 'Not used when a node is given' },
      required: false,
      options: LISTS,
      initial: 'hot',
    },
    {
      name: 'node',
      kind: 'text',
      label: { zh: '节点', en: 'Node' },
      hint: { zh: '节点地址里 go 后面的名字，例如 programmer', en: 'The name after "go" in its address' },
      required: false,
    },
    {
      name: 'replies',
      kind: 'boolean',
      label: { zh: '连同回复', en: 'With replies' },
      hint: { zh: '每次最多读 20 个话题的回复', en: 'Of at most 20 topics a run' },
      required: false,
      initial: false,
    },
  ],
  every: (30 * MINUTE) / 1000,
  access: {
    kind: 'public-api',
    onByDefault: true,
    note: {
      zh: '网站公开的接口与订阅源，无须登录，每小时每个地址限 120 次；用户名只保存为不可还原的代号。',
      en: "The site's public API and feeds, no login, 120 requests an hour per address; user names are kept only as keyed hashes.",
    },
  },
  voice: 'forum',
  samples: [
    { file: 'topics-hot-2026-08-23.real-scrubbed.json', expect: { posts: 9 } },
    { file: 'feed-programmer.constructed.json', expect: { posts: 2 } },
    { file: 'replies-show.constructed.json', expect: { posts: 2 } },
  ],
  async *collect(params, io) {
    const node = encodeURIComponent(String(params.node ?? '').trim());
    const list = params.list === 'latest' ? 'latest' : 'hot';
    const path = node === '' ? `api/topics/${list}.json` : `feed/${node}.json`;
    const result = await io.get(`https://www.v2ex.com/${path}`, ASKING);
    yield result;
    if (params.replies !== true || result.kind !== 'page') return;
    const topics = v2exRows(parseJson(result.page.body)) ?? [];
    const answered = topics.filter(({ id, replies }) => asText(id) && (asNumber(replies) ?? 0) > 0);
    // The site allows 120 requests an hour.
    for (const { id } of answered.slice(0, 20)) {
      const replies = await io.get(`https://www.v2ex.com/api/replies/show.json?topic_id=${id}`, ASKING);
      yield replies;
      if (replies.kind !== 'page') return;
    }
  },
  parse: (page, _params, now) => readJsonPage(page, (value) => readList(value, page, now)),
});

/** Topics and replies come as lists, a node as JSON Feed, a scolding as a message. */
function readList(value: unknown, page: Page, now: Instant): ParseResult {
  const rows = v2exRows(value);
  if (rows !== null) return readKnownRows(rows, (row) => toPost(row, page, now));
  const detail = asText(asObject(value)?.message) ?? 'not a list of topics';
  return { kind: 'wall', wall: /rate.?limit/i.test(detail) ? 'rate-limited' : 'shape-changed', detail };
}

/** Replies have numbers of their own, so theirs are kept apart from those of topics. */
function toPost(row: JsonObject, page: Page, now: Instant): SourcePost | string {
  const id = asText(row.id);
  const title = plainText(asText(row.title) ?? '');
  const body = plainText(asText(row.content_rendered) ?? asText(row.content) ?? '');
  if (id === undefined || (title === '' && body === '') || asNumber(row.deleted) === 1)
    return 'removed, or no id or text';
  const topic = title === '' ? asText(row.topic_id) : undefined;
  const author = asText(asObject(row.member)?.username);
  const given = parseHttpUrl(asText(row.url) ?? '')?.href.replace(/#.*$/, '');
  const url = topic === undefined ? given : `https://www.v2ex.com/t/${topic}#r_${id}`;
  return {
    source: 'v2ex',
    platform: 'v2ex',
    externalId: topic === undefined ? id : `reply:${id}`,
    ...(url !== undefined && { url }),
    ...(title !== '' && body !== '' && { title }),
    text: body === '' ? title : body,
    ...(author !== undefined && { author }),
    ...postTime(asNumber(row.created) ?? asText(row.created), page, now),
    ...shownMetrics({ comments: row.replies }),
    voice: 'forum',
  };
}
