import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { readCount } from '../counts.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { jsonAfter } from '../json/embedded-json.ts';
import { asObject, asText, parseJson } from '../json/json.ts';
import { readKnownRows } from '../json/page.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { classifyWall } from '../walls.ts';

const SITE = 'https://guba.eastmoney.com';

export default defineSource({
  name: 'guba',
  platform: 'guba',
  title: { zh: '东方财富股吧', en: 'Eastmoney Guba, stock forum' },
  kind: 'forum',
  params: [
    {
      name: 'code',
      kind: 'text',
      label: { zh: '股票代码', en: 'Stock code' },
      hint: {
        zh: '股吧地址里 list 后面的代码，例如 600519',
        en: 'The code in the address of the forum, such as 600519',
      },
      required: true,
    },
    {
      name: 'pages',
      kind: 'number',
      label: { zh: '每次取几页', en: 'Pages a run' },
      hint: { zh: '每页约 80 条', en: 'About 80 posts each' },
      required: false,
      initial: 1,
      min: 1,
      max: 5,
    },
  ],
  every: (15 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '公开的帖子列表页，无须登录；据公开资料，网站条款限制转载与再利用，只宜内部研判。被对方限制时即停，不换身份重试；用户昵称只保存为不可还原的代号。启用前请法务确认。',
      en: "Public lists of posts, no login; as published, the site's terms restrict reuse, so keep it to internal analysis. A soft block ends the run and is not tried again under another guise; nicknames are kept only as keyed hashes. Have counsel agree before you switch it on.",
    },
  },
  voice: 'forum',
  samples: [
    { file: 'list.constructed.html', expect: { posts: 2 } },
    { file: 'soft-block-200.constructed.html', expect: { wall: 'captcha' } },
  ],
  async *collect(params, io) {
    const code = encodeURIComponent(String(params.code).trim());
    for (let number = 1; number <= Number(params.pages ?? 1); number += 1) {
      const result = await io.get(`${SITE}/list,${code}_${number}.html`);
      yield result;
      if (result.kind !== 'page') return;
    }
  },
  parse(page, _params, now) {
    if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
    // What was deleted is answered by a redirect to this address.
    const { pathname, searchParams } = URL.parse(page.url) ?? new URL(SITE);
    if (pathname === '/error') return wall('gone', `error page of type ${searchParams.get('type')}`);
    const barrier = classifyWall(page);
    if (barrier !== null) return { kind: 'wall', ...barrier };
    if (page.body.trim() === '') return wall('empty-body', 'no bytes');
    return readList(page, now);
  },
});

function wall(name: Extract<ParseResult, { kind: 'wall' }>['wall'], detail: string): ParseResult {
  return { kind: 'wall', wall: name, detail };
}

/** A page without its variable is how this forum refuses quietly; so is an empty list of a full forum. */
function readList(page: Page, now: Instant): ParseResult {
  const text = jsonAfter(page.body, /\bvar article_list\s*=\s*/);
  if (text === null) return wall('empty-suspect', 'no article_list in the page: a soft block');
  const list = asObject(parseJson(text));
  if (list === null) return wall('malformed', 'article_list breaks off');
  if (!Array.isArray(list.re)) return wall('shape-changed', 'article_list without re');
  const count = readCount(list.count) ?? 0;
  if (list.re.length === 0 && count > 0)
    return wall('empty-suspect', `no rows, though the forum counts ${count}`);
  return readKnownRows(list.re, (row) => toPost(row, page, now));
}

function toPost(value: unknown, page: Page, now: Instant): SourcePost | string {
  const row = asObject(value);
  const id = asText(row?.post_id);
  const text = plainText(asText(row?.post_title) ?? '');
  if (row === null || id === undefined || text === '') return 'no id or no text';
  const [author, region, bar] = [asText(row.user_nickname), asText(row.post_ip), asText(row.stockbar_code)];
  return {
    source: 'guba',
    platform: 'guba',
    externalId: id,
    ...(bar !== undefined && {
      url: `${SITE}/news,${encodeURIComponent(bar)},${encodeURIComponent(id)}.html`,
    }),
    text,
    ...(author !== undefined && { author }),
    ...postTime(asText(row.post_publish_time), page, now),
    ...shownMetrics({
      views: readCount(row.post_click_count),
      comments: readCount(row.post_comment_count),
      reposts: readCount(row.post_forward_count),
    }),
    ...(region !== undefined && { region }),
    voice: 'forum',
  };
}
