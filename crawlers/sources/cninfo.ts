import { defineSource, type Page, type ParseResult, type SourceIO } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { DAY, type Instant, MINUTE, startOfDay } from '../../server/core/time.ts';
import { findStock } from '../cninfo-stock.ts';
import { chinaDate } from '../dates/clock.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { asNumber, asObject, asText, parseJson } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { parseHttpUrl } from '../urls.ts';

const QUERY = 'https://www.cninfo.com.cn/new/hisAnnouncement/query';
const FORM = { tabName: 'fulltext', pageSize: '30', sortName: 'time', sortType: 'desc', isHLtitle: 'true' };
/** How many pages of 30 one run turns at most. */
const MAX_PAGES = { run: 10, backfill: 300 };

export default defineSource({
  name: 'cninfo',
  platform: 'cninfo',
  title: { zh: '巨潮资讯上市公司公告', en: 'Filings of listed companies (cninfo)' },
  kind: 'notices',
  params: [
    {
      name: 'stock',
      kind: 'text',
      label: { zh: '股票代码', en: 'Stock code' },
      hint: {
        zh: '例如 600600；连机构编号一起写成 600600,gssh0600600，可省去每次查编号',
        en: 'Such as 600600; "600600,gssh0600600" (code,organisation id) saves looking the id up',
      },
      required: false,
    },
    {
      name: 'keyword',
      kind: 'text',
      label: { zh: '标题关键词', en: 'Words in the title' },
      hint: { zh: '两项都留空则取沪深两市全部最新公告', en: 'Both left empty: the newest of all companies' },
      required: false,
    },
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: true,
    note: {
      zh: '证监会指定的信息披露网站，公告依法公开，无须登录；用的是其公开检索页的数据接口，robots.txt 未经核实，每次抓取前自动检查。只取标题与链接，不下载公告正文。',
      en: "The disclosure site designated by China's securities regulator; filings are public by law, no login. It reads the data behind the public search page; robots.txt is unverified and checked before every run. Titles and links only, no documents.",
    },
  },
  backfill: true,
  voice: 'official',
  samples: [
    { file: 'hisAnnouncement-query.retyped.json', expect: { posts: 1 } },
    { file: 'empty-null.constructed.json', expect: { posts: 0 } },
  ],
  async *collect(params, io) {
    const stock = await findStock(String(params.stock ?? ''), io);
    if (typeof stock !== 'string') return yield stock;
    const keyword = String(params.keyword ?? '').trim();
    for (let number = 1; number <= MAX_PAGES[io.range ? 'backfill' : 'run']; number += 1) {
      const body = formOf(stock, keyword, number, io);
      const result = await io.get(QUERY, { accept: 'application/json', post: { type: 'form', body } });
      yield result;
      if (result.kind !== 'page' || asObject(parseJson(result.page.body))?.hasMore !== true) return;
    }
  },
  parse: (page, _params, now) => readJsonPage(page, (value) => readFilings(value, page, now)),
});

/** Days are China's, both ends counted. Filings of an evening bear the date of the day after. */
function formOf(stock: string, searchkey: string, number: number, { range, now }: SourceIO): string {
  const from = range?.from ?? now() - 30 * DAY;
  const last = range === undefined ? now() + DAY : range.to - 1;
  const column = /^[69]/.test(stock) ? 'sse' : 'szse';
  const seDate = `${chinaDate(from)}~${chinaDate(last)}`;
  const form = { ...FORM, pageNum: String(number), column, stock, searchkey, seDate };
  return new URLSearchParams(form).toString();
}

/** Null means that nothing was filed; null beside a count above zero is an answer withheld. */
function readFilings(value: unknown, page: Page, now: Instant): ParseResult {
  const root = asObject(value);
  const rows = root?.announcements;
  if (Array.isArray(rows)) return readKnownRows(rows, (row) => toPost(row, page, now));
  if (rows !== null) return { kind: 'wall', wall: 'shape-changed', detail: 'no announcements' };
  const count = asNumber(root?.totalRecordNum) ?? asNumber(root?.totalAnnouncement) ?? 0;
  if (count === 0) return { kind: 'posts', posts: [], refused: [] };
  return { kind: 'wall', wall: 'empty-suspect', detail: `none of ${count} filings shown` };
}

/** The title alone seldom says whose it is, so the company the page names beside it comes first. */
function toPost(value: unknown, page: Page, now: Instant): SourcePost | string {
  const row = asObject(value);
  const id = asText(row?.announcementId);
  const title = plainText(asText(row?.announcementTitle) ?? '');
  if (row === null || id === undefined || title === '') return 'no id or no text';
  const company = plainText(asText(row.secName) ?? '');
  const code = asText(row.secCode);
  const at = asNumber(row.announcementTime);
  // Midnight in China is how the site writes a day.
  const time = at !== undefined && startOfDay(at) === at ? chinaDate(at) : at;
  const url = parseHttpUrl(asText(row.adjunctUrl) ?? '', 'https://static.cninfo.com.cn/')?.href;
  return {
    source: 'cninfo',
    platform: 'cninfo',
    externalId: id,
    ...(url !== undefined && { url }),
    text: company === '' ? title : `${company}${code ? `（${code}）` : ''}：${title}`,
    ...(company !== '' && { author: company }),
    ...postTime(time, page, now),
    voice: 'official',
  };
}
