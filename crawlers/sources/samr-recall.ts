import { defineSource, type Page, type Params } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE, startOfDay } from '../../server/core/time.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { postTime } from '../dates/post-time.ts';
import { openHtml, readHtmlPage } from '../html/page.ts';
import { tidy } from '../html/plain-text.ts';
import { readKnownRows } from '../json/page.ts';
import { canonicalUrl, parseHttpUrl } from '../urls.ts';

const HOST = 'www.samrdprc.org.cn';
const CHANNELS = [
  { value: 'car', zh: '汽车召回', en: 'Car recalls', lists: ['qczh/gnzhqc'] },
  { value: 'consumer', zh: '消费品召回', en: 'Consumer product recalls', lists: ['xfpzh/xfpgnzh'] },
  { value: 'notices', zh: '召回公告', en: 'Recall notices', lists: ['qczh/qczhgg1', 'xfpzh/xfpzhgg'] },
];

export default defineSource({
  name: 'samr-recall',
  platform: 'samr',
  title: { zh: '市场监管总局产品召回', en: 'Product recalls (SAMR)' },
  kind: 'notices',
  params: [
    {
      name: 'channel',
      kind: 'select',
      label: { zh: '栏目', en: 'Channel' },
      hint: { zh: '召回公告含汽车与消费品两个列表', en: 'Notices are two lists: cars and consumer products' },
      required: false,
      options: CHANNELS.map(({ value, zh, en }) => ({ value, zh, en })),
      initial: 'car',
    },
  ],
  every: (60 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: true,
    note: {
      zh: '国家市场监督管理总局缺陷产品召回技术中心的公开网页，属政府信息，无须登录。其 robots.txt 未经核实，每次抓取前自动检查；只读列表，不抓附件。',
      en: "Public pages of the defective product recall centre of China's market regulator, no login. Its robots.txt is unverified and checked before every run; lists only, no attachments.",
    },
  },
  backfill: true,
  voice: 'official',
  samples: [{ file: 'list-qczh.constructed.html', expect: { posts: 2 } }],
  async *collect(params, io) {
    for (const list of listsOf(params)) {
      let pages = 1;
      for (let number = 0; number < pages; number += 1) {
        const result = await io.get(number === 0 ? list : new URL(`index_${number}.html`, list).href);
        yield result;
        if (result.kind !== 'page') return;
        if (io.range === undefined) break;
        const { body, notModified } = result.page;
        pages = notModified ? number + 2 : pagesOf(body);
        // Newest first: what is older than the range has only older things behind it.
        const last = parseChineseDate(rowsOf(openHtml(body))?.at(-1)?.date, io.now());
        if (last !== null && last.at < startOfDay(io.range.from)) break;
      }
    }
  },
  parse: (page, params, now) =>
    readHtmlPage(page, (document) => {
      const rows = rowsOf(document);
      if (rows === null) return { kind: 'wall', wall: 'shape-changed', detail: 'no div.boxl_ul' };
      // Recalls are never taken off these lists, so one without any is not what the site knows.
      if (rows.length === 0) return { kind: 'wall', wall: 'empty-suspect', detail: 'the list has no rows' };
      return readKnownRows(rows, (row) => toPost(row, baseOf(page, params), page, now));
    }),
});

function listsOf(params: Params): readonly string[] {
  const channel = CHANNELS.find(({ value }) => value === params.channel) ?? CHANNELS[0];
  // Without the closing slash the relative links of a list would lead one folder too high.
  return (channel?.lists ?? []).map((list) => `https://${HOST}/${list}/`);
}

/** The site's own script says how many pages there are: `createPageHTML(50, 0, "index", "html")`. */
function pagesOf(html: string): number {
  return Math.min(Number(/createPageHTML\(\s*(\d{1,4})\s*,/.exec(html)?.[1] ?? 1), 200);
}

type Row = { readonly href: string; readonly title: string; readonly date: string | undefined };

/** What links are relative to; undefined for a saved page of one of two lists. */
function baseOf(page: Page, params: Params): string | undefined {
  const lists = listsOf(params);
  return URL.parse(page.url)?.hostname === HOST ? page.url : lists.length === 1 ? lists[0] : undefined;
}

/** null when the page has no such list. The text of a link may be cut; its title is whole. */
function rowsOf(document: ReturnType<typeof openHtml>): readonly Row[] | null {
  if (typeof document !== 'function' || document('div.boxl_ul').length === 0) return null;
  return document('div.boxl_ul ul li')
    .toArray()
    .map((row) => {
      const link = document(row).find('a[href]').first();
      const title = tidy(link.attr('title') ?? link.text());
      const date = /\d{4}\D\d{1,2}\D\d{1,2}/.exec(document(row).find('span').text())?.[0];
      return { href: link.attr('href') ?? '', title, date };
    });
}

/** The date is the day the list shows, which may differ from the one in the address. */
function toPost(row: Row, base: string | undefined, page: Page, now: Instant): SourcePost | string {
  const { href, title, date } = row;
  const url = parseHttpUrl(href, base)?.href;
  const id = /_(\d+)\.s?html?$/.exec(href)?.[1] ?? (url && canonicalUrl(url));
  if (!id || title === '') return 'no id or no text';
  return {
    source: 'samr-recall',
    platform: 'samr',
    externalId: id,
    ...(url !== undefined && { url }),
    text: title,
    ...postTime(date, page, now),
    voice: 'official',
  };
}
