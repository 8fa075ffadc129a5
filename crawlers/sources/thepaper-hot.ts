import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { MINUTE } from '../../server/core/time.ts';
import { readCount } from '../counts.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText } from '../json/json.ts';
import { readJsonPage } from '../json/page.ts';
import { readHotList, sighting } from '../sighting.ts';

export default defineSource({
  name: 'thepaper-hot',
  platform: 'thepaper',
  title: { zh: '澎湃新闻热榜', en: 'The Paper, hot list' },
  kind: 'hot-list',
  params: [],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '首页侧栏的数据接口，无须登录，但未见公开许可程序读取；robots.txt 每次抓取前自动检查。只取榜单，不取正文。启用前请法务确认。',
      en: "Data behind the front page's side bar, no login, but no stated consent to be read by programs; robots.txt is checked before every run. Have counsel agree before you switch it on; only the list is read, no articles.",
    },
  },
  voice: 'hot_list',
  samples: [{ file: 'rightSidebar.constructed.json', expect: { posts: 2 } }],
  async *collect(_params, io) {
    yield await io.get('https://cache.thepaper.cn/contentapi/wwwIndex/rightSidebar', {
      accept: 'application/json',
    });
  },
  parse: (page) => readJsonPage(page, (value) => readList(value, page)),
});

function readList(value: unknown, page: Page): ParseResult {
  const root = asObject(value);
  return readHotList(asObject(root?.data)?.hotNews, asText(root?.resultMsg), (row, place) =>
    toPost(row, place, page),
  );
}

/** The article's own time (`pubTimeLong`) is left out: the list shows what is read now. */
function toPost(value: unknown, place: number, page: Page): SourcePost | string {
  const row = asObject(value);
  const id = asText(row?.contId);
  const word = plainText(asText(row?.name) ?? '');
  if (id === undefined || word === '') return 'no id or no text';
  return sighting(
    {
      source: 'thepaper-hot',
      platform: 'thepaper',
      id,
      word,
      url: `https://www.thepaper.cn/newsDetail_forward_${encodeURIComponent(id)}`,
      shown: { rank: place + 1, likes: readCount(row?.praiseTimes) },
    },
    page,
  );
}
