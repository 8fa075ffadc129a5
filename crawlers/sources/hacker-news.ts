import { defineSource, type Page, type Params } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE, SECOND } from '../../server/core/time.ts';
import { goesOn, mostPages } from '../catch-up.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readRows } from '../json/page.ts';
import { queryUrl } from '../query-url.ts';
import { QUERY } from '../shared-fields.ts';
import { shownMetrics } from '../shown-metrics.ts';

const PAGE = 100;
const TAGS: Readonly<Record<string, string>> = {
  both: '(story,comment)',
  story: 'story',
  comment: 'comment',
};

export default defineSource({
  name: 'hacker-news',
  platform: 'hacker-news',
  title: { zh: 'Hacker News 搜索', en: 'Hacker News search' },
  kind: 'forum',
  params: [
    QUERY,
    {
      name: 'what',
      kind: 'select',
      label: { zh: '范围', en: 'What' },
      hint: { zh: '主题或其下的评论', en: 'Stories, the comments under them, or both' },
      required: false,
      options: [
        { value: 'both', zh: '主题和评论', en: 'Stories and comments' },
        { value: 'story', zh: '仅主题', en: 'Stories only' },
        { value: 'comment', zh: '仅评论', en: 'Comments only' },
      ],
      initial: 'both',
    },
  ],
  every: (15 * MINUTE) / 1000,
  access: {
    kind: 'public-api',
    onByDefault: true,
    note: {
      zh: '境外站点，须经合法的国际出口访问。由 Algolia 公开提供的搜索接口，无须登录；用户名只保存为不可还原的代号。',
      en: 'Outside the mainland: needs lawful cross-border access. The public search that Algolia runs for the site, no login; user names are kept only as keyed hashes.',
    },
  },
  backfill: true,
  voice: 'forum',
  samples: [
    { file: 'algolia-search_by_date.constructed.json', expect: { posts: 2 } },
    { file: 'algolia-single-hit-2012.retyped.json', expect: { posts: 1 } },
  ],
  async *collect(params, io) {
    const from = io.range && Math.floor(io.range.from / SECOND);
    let to = io.range && Math.ceil(io.range.to / SECOND);
    for (let turn = 0; turn < mostPages(io); turn += 1) {
      const within = [from && `created_at_i>=${from}`, to && `created_at_i<${to}`].filter(Boolean).join(',');
      const result = await io.get(addressOf(params, within), { accept: 'application/json' });
      yield result;
      if (result.kind !== 'page' || !goesOn(io)) return;
      const oldest = oldestOn(result.page);
      if (oldest === undefined) return;
      // The second of the oldest may go on on the next page; what comes twice is known by its id.
      to = Math.min(oldest + 1, (to ?? Infinity) - 1);
    }
  },
  parse: (page, _params, now) =>
    readJsonPage(page, (value) => {
      const answer = asObject(value);
      if (Array.isArray(answer?.hits))
        return readRows(answer.hits, (hit) => toPost(asObject(hit), page, now));
      const detail = asText(answer?.message) ?? 'no list of hits';
      return { kind: 'wall', wall: 'shape-changed', detail: detail.slice(0, 200) };
    }),
});

function addressOf({ query, what }: Params, numericFilters: string): string {
  const tags = TAGS[String(what)] ?? TAGS.both;
  const asked = { query, tags, numericFilters, hitsPerPage: PAGE };
  return queryUrl('https://hn.algolia.com/api/v1/search_by_date', asked);
}

/** Epoch seconds of the last hit; undefined unless the page is full: nothing is older then. */
function oldestOn(page: Page): number | undefined {
  const hits = asObject(parseJson(page.body))?.hits;
  return Array.isArray(hits) && hits.length >= PAGE
    ? asNumber(asObject(hits.at(-1))?.created_at_i)
    : undefined;
}

/** A comment has no title of its own: its story's would make every answer a mention of the story. */
function toPost(hit: JsonObject | null, page: Page, now: Instant): SourcePost | string {
  const id = asText(hit?.objectID);
  const title = plainText(asText(hit?.title) ?? '');
  const body = plainText(asText(hit?.comment_text) ?? asText(hit?.story_text) ?? '');
  if (hit === null || id === undefined || (title === '' && body === '')) return 'no id or no text';
  const author = asText(hit.author);
  return {
    source: 'hacker-news',
    platform: 'hacker-news',
    externalId: id,
    url: `https://news.ycombinator.com/item?id=${encodeURIComponent(id)}`,
    ...(title !== '' && body !== '' && { title }),
    text: body === '' ? title : body,
    ...(author !== undefined && { author }),
    ...postTime(asNumber(hit.created_at_i), page, now),
    ...shownMetrics({ likes: hit.points, comments: hit.num_comments }),
    voice: 'forum',
  };
}
