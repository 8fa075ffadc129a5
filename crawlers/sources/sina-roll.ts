import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/feed/source.ts';
import { voiceOfHost } from '../../server/core/mention/authority.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { HOUR, type Instant, MINUTE } from '../../server/core/time.ts';
import { goesOn, mostPages } from '../catch-up.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { jsonAfter } from '../json/embedded-json.ts';
import { asNumber, asObject, asText, parseJson } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { parseHttpUrl } from '../urls.ts';

/** An hour of everything fits into five pages. */
const [PER_PAGE, MAX_PAGES] = [50, 5];
const CHANNELS = [
  { value: '2509', zh: '全部', en: 'All' },
  { value: '2510', zh: '国内', en: 'China' },
  { value: '2516', zh: '财经', en: 'Finance' },
];

export default defineSource({
  name: 'sina-roll',
  platform: 'sina',
  title: { zh: '新浪滚动新闻', en: 'Sina roll news' },
  kind: 'news',
  params: [
    {
      name: 'keyword',
      kind: 'text',
      label: { zh: '关键词', en: 'Keyword' },
      hint: { zh: '留空则取该频道的全部滚动新闻', en: 'Left empty: all news of the channel' },
      required: false,
    },
    {
      name: 'channel',
      kind: 'select',
      label: { zh: '频道', en: 'Channel' },
      hint: { zh: '配合关键词时一般选“全部”', en: 'With a keyword, usually all' },
      required: false,
      options: CHANNELS,
      initial: '2509',
    },
  ],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: true,
    note: {
      zh: '新浪滚动新闻公开页面的数据接口，无须登录，未见专门的使用条款；robots.txt 未经核实，每次抓取前自动检查。只取标题、摘要与链接，转载全文须另行取得授权。',
      en: "Data behind Sina's public roll news page, no login, no terms of its own known; its robots.txt is unverified and checked before every run. Titles, summaries and links only; republishing full texts needs consent.",
    },
  },
  backfill: true,
  voice: 'media',
  samples: [
    { file: 'roll-get.constructed.json', expect: { posts: 2 } },
    { file: 'roll-get-jsonp.constructed.js', expect: { posts: 2 } },
  ],
  async *collect(params, io) {
    const from = io.range?.from ?? io.now() - HOUR;
    for (let number = 1; number <= (goesOn(io) ? mostPages(io) : MAX_PAGES); number += 1) {
      const result = await io.get(addressOf(params, number), { accept: 'application/json' });
      yield result;
      if (result.kind !== 'page') return;
      const { notModified, body } = result.page;
      const isGap = !io.range && goesOn(io);
      if (notModified ? !(io.range || io.wasCut) : isLast(body, number, isGap ? 0 : from, io.now())) return;
    }
  },
  parse: (page, _params, now) => readJsonPage(page, (value) => readRoll(value, page, now), unwrapped),
});

function addressOf(params: Params, number: number): string {
  const lid = CHANNELS.find(({ value }) => value === params.channel)?.value ?? '2509';
  const keyword = encodeURIComponent(String(params.keyword ?? '').trim());
  return `https://feed.mix.sina.com.cn/api/roll/get?pageid=153&lid=${lid}&k=${keyword}&num=${PER_PAGE}&page=${number}`;
}

/** The answer itself, or what a callback is called with: `try{X({…});}catch(e){};`. */
function unwrapped(body: string): unknown {
  return parseJson(jsonAfter(body, /^\s*(?:try\s*\{\s*)?[\w$.]+\s*\(\s*/) ?? body);
}

/** Nothing on it, the last there is, or one that ends before the wanted time: newest come first. */
function isLast(body: string, number: number, from: Instant, now: Instant): boolean {
  const result = asObject(asObject(unwrapped(body))?.result);
  const last = asObject(Array.isArray(result?.data) ? result.data.at(-1) : undefined);
  const reached = parseChineseDate(asText(last?.ctime), now)?.at ?? from;
  return last === null || reached < from || number * PER_PAGE >= (asNumber(result?.total) ?? Infinity);
}

function readRoll(value: unknown, page: Page, now: Instant): ParseResult {
  const result = asObject(asObject(value)?.result);
  const status = asObject(result?.status);
  if (Array.isArray(result?.data) && (asNumber(status?.code) ?? 0) === 0)
    return readKnownRows(result.data, (row) => toPost(row, page, now));
  const said = `status ${asText(status?.code) ?? 'missing'} ${asText(status?.msg) ?? ''}`.trim();
  return { kind: 'wall', wall: 'shape-changed', detail: `no result.data, ${said}` };
}

function toPost(value: unknown, page: Page, now: Instant): SourcePost | string {
  const row = asObject(value);
  const id = asText(row?.docid);
  const [title, intro] = [plainText(asText(row?.title) ?? ''), plainText(asText(row?.intro) ?? '')];
  if (id === undefined || (title === '' && intro === '')) return 'no id or no text';
  const url = parseHttpUrl(asText(row?.url) ?? '');
  const author = plainText(asText(row?.media_name) ?? '');
  return {
    source: 'sina-roll',
    platform: 'sina',
    externalId: id,
    ...(url !== null && { url: url.href }),
    ...(title !== '' && intro !== '' && title !== intro && { title }),
    text: intro === '' ? title : intro,
    ...(author !== '' && { author }),
    ...postTime(asText(row?.ctime), page, now),
    voice: voiceOfHost(url?.hostname ?? '') ?? 'media',
  };
}
