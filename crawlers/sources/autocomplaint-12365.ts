import type { CheerioAPI } from 'cheerio';
import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { HOUR, type Instant } from '../../server/core/time.ts';
import { postTime } from '../dates/post-time.ts';
import { readHtmlPage } from '../html/page.ts';
import { tidy } from '../html/plain-text.ts';
import { readKnownRows } from '../json/page.ts';
import { parseHttpUrl } from '../urls.ts';

const SITE = 'http://www.12365auto.com';
const CELLS = 8;

export default defineSource({
  name: 'autocomplaint-12365',
  platform: '12365auto',
  title: { zh: '车质网汽车投诉', en: '12365auto, car complaints' },
  kind: 'complaints',
  params: [
    {
      name: 'list',
      kind: 'url',
      label: { zh: '列表页地址', en: 'Address of the list' },
      hint: {
        zh: '默认是全部投诉；要限定品牌、车系，先在网站上选好，再把列表第一页的地址贴到这里',
        en: 'All complaints when left as it is; choose a brand or a series on the site and paste the address of its first list page',
      },
      required: false,
      initial: `${SITE}/zlts/0-0-0-0-0-0_0-0-1.shtml`,
    },
  ],
  every: HOUR / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '公开的投诉列表页，无须登录；只取列表，不取详情与投诉人资料。页面结构依据 2020—2025 年的资料，未经实测；robots.txt 每次抓取前自动检查。启用前请法务确认。',
      en: 'Public lists of complaints, no login; only lists are read, no details and nothing about who complains. The shape is known from 2020 to 2025 and was not checked on the site; robots.txt is checked before every run. Have counsel agree before you switch it on.',
    },
  },
  voice: 'complaint_platform',
  samples: [{ file: 'zlts-list.constructed-gbk.html', expect: { posts: 2 } }],
  async *collect(params, io) {
    yield await io.get(String(params.list ?? `${SITE}/zlts/0-0-0-0-0-0_0-0-1.shtml`));
  },
  parse: (page, _params, now) => readHtmlPage(page, (document) => readTable(document, page, now)),
});

interface Row {
  readonly cells: readonly string[];
  readonly href: string;
}

function readTable($: CheerioAPI, page: Page, now: Instant): ParseResult {
  const lines = $('.tslb_b tr').toArray();
  if (lines.length === 0) return { kind: 'wall', wall: 'shape-changed', detail: 'no rows under .tslb_b' };
  const rows = lines.map((line): Row => {
    const cells = $(line).children('td').toArray();
    return {
      cells: cells.map((cell) => tidy($(cell).text())),
      href: $(line).find('a[href]').attr('href') ?? '',
    };
  });
  // The head of the table has no td.
  return readKnownRows(
    rows.filter(({ cells }) => cells.length > 0),
    (row) => toPost(row, page, now),
  );
}

/** Number, brand, series, model, summary, problem, date, status; the problem is codes or words. */
function toPost({ cells, href }: Row, page: Page, now: Instant): SourcePost | string {
  if (cells.length !== CELLS) return 'row of another shape';
  const [id = '', brand = '', series = '', model = '', summary = '', problem = '', date = ''] = cells;
  if (!/^\d+$/.test(id) || summary === '') return 'no id or no text';
  const car = [brand, series, model].filter((word) => word !== '').join(' ');
  const url = parseHttpUrl(href, SITE)?.href;
  return {
    source: 'autocomplaint-12365',
    platform: '12365auto',
    externalId: id,
    ...(url !== undefined && { url }),
    ...(car !== '' && { title: car }),
    // "A11,B22," says nothing to a reader; 服务态度 does.
    text: /\p{sc=Han}/u.test(problem) ? `${summary}\n${problem.replace(/[,，]+$/, '')}` : summary,
    ...postTime(date, page, now),
    voice: 'complaint_platform',
  };
}
