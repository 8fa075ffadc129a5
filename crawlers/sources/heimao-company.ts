import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { HOUR, type Instant } from '../../server/core/time.ts';
import { readCount } from '../counts.ts';
import { chinaDate } from '../dates/clock.ts';
import { postTime } from '../dates/post-time.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText, type JsonObject } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { shownMetrics } from '../shown-metrics.ts';
import { parseHttpUrl } from '../urls.ts';

const NAME = 'heimao-company';
const SITE = 'https://tousu.sina.com.cn';

export default defineSource({
  name: NAME,
  platform: 'heimao',
  title: { zh: '黑猫投诉：集体投诉与企业指数', en: 'Heimao: group complaints and company index' },
  kind: 'complaints',
  params: [
    {
      name: 'list',
      kind: 'select',
      label: { zh: '列表', en: 'List' },
      hint: { zh: '企业指数只有数字', en: 'The company index holds figures only' },
      required: false,
      options: [
        { value: 'groups', zh: '集体投诉', en: 'Group complaints' },
        { value: 'companies', zh: '企业指数', en: 'Company index' },
      ],
      initial: 'groups',
    },
    {
      name: 'keyword',
      kind: 'text',
      label: { zh: '企业名称', en: 'Company name' },
      hint: { zh: '只用于企业指数', en: 'For the company index only' },
      required: false,
    },
  ],
  every: HOUR / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '只取无须签名的企业指数与集体投诉列表。投诉流与搜索的接口带签名，复现签名属于规避技术措施，听潮不做；需要投诉原文，请从企业后台导出后导入。启用前请法务确认。',
      en: "Only the company index and the group complaints, which ask for no signature. The stream of complaints and the search are signed; to make up the signature would be to evade a technical measure, and is not done: export the complaints from the company's own console and import them. Have counsel agree before you switch it on.",
    },
  },
  voice: 'complaint_platform',
  samples: [
    { file: 'grp_comp-feed.constructed.json', expect: { posts: 1 } },
    { file: 'company-main_search.constructed.json', expect: { posts: 1 } },
    { file: 'complaint-list-main.constructed.json', expect: { wall: 'shape-changed' } },
  ],
  async *collect(params, io) {
    const keyword = encodeURIComponent(String(params.keyword ?? '').trim());
    const companies = `/api/company/main_search?keyword=${keyword}&sort_col=&page=1`;
    const path = params.list === 'companies' ? companies : '/api/grp_comp/feed?type=&page_size=10&page=1';
    yield await io.get(`${SITE}${path}`, { accept: 'application/json' });
  },
  parse: (page, _params, now) => readJsonPage(page, (value) => readList(value, page, now)),
});

/** Group complaints lie in `list`, companies in `lists`; each row says by its fields which it is. */
function readList(value: unknown, page: Page, now: Instant): ParseResult {
  const result = asObject(asObject(value)?.result);
  const data = asObject(result?.data);
  const rows = data?.list ?? data?.lists;
  if (Array.isArray(rows)) return readKnownRows(rows, (row) => toPost(asObject(row) ?? {}, page, now));
  const said = asText(asObject(result?.status)?.msg) ?? 'nothing said';
  const wall = /登[录陆]|login/i.test(said) ? 'login-wall' : 'shape-changed';
  return { kind: 'wall', wall, detail: `no result.data.list; ${said}` };
}

function toPost(row: JsonObject, page: Page, now: Instant): SourcePost | string {
  return row.valid_amt === undefined ? toComplaint(row, page, now) : toCompany(row, page);
}

/** `amt`: how many have joined the complaint; it grows, so it is kept as heat. */
function toComplaint(row: JsonObject, page: Page, now: Instant): SourcePost | string {
  const id = asText(row.sn) ?? asText(row.id);
  const [title, summary] = [plainText(asText(row.title) ?? ''), plainText(asText(row.summary) ?? '')];
  if (id === undefined || title === '') return 'no id or no text';
  const company = plainText(asText(row.cotitle) ?? '');
  const named = `${title}${summary}`.includes(company);
  const text = [summary === '' ? title : summary, ...(named ? [] : [`投诉对象：${company}`])].join('\n');
  return {
    ...placed(`group:${id}`, row),
    ...(summary !== '' && { title }),
    text,
    ...postTime(asText(row.timestamp), page, now),
    ...shownMetrics({ heat: readCount(row.amt) }),
  };
}

const FIGURES = Object.entries({
  valid_amt: '有效投诉',
  replied_amt: '已回复',
  completed_amt: '已完成',
  eval_points: '评分',
});

/** A company's figures are as of now and change: one sighting a day, with the figures as they are shown. */
function toCompany(row: JsonObject, page: Page): SourcePost | string {
  const id = asText(row.uid);
  const name = plainText(asText(row.title) ?? '');
  const figures = FIGURES.filter(([field]) => asText(row[field]) !== undefined);
  if (id === undefined || name === '' || figures.length === 0) return 'no id or no text';
  const text = `${name}：${figures.map(([field, word]) => `${word} ${asText(row[field])}`).join('，')}`;
  const day = chinaDate(page.fetchedAt);
  return { ...placed(`${day}:company:${id}`, row), text, precision: 'none', observedAt: page.fetchedAt };
}

function placed(externalId: string, row: JsonObject) {
  const url = parseHttpUrl(asText(row.url) ?? '', SITE)?.href;
  const link = url === undefined ? {} : { url };
  return { source: NAME, platform: 'heimao', externalId, ...link, voice: 'complaint_platform' } as const;
}
