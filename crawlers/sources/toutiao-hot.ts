import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { MINUTE } from '../../server/core/time.ts';
import { readCount } from '../counts.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText, parseJson } from '../json/json.ts';
import { readJsonPage } from '../json/page.ts';
import { readHotList, sighting } from '../sighting.ts';

export default defineSource({
  name: 'toutiao-hot',
  platform: 'toutiao',
  title: { zh: '今日头条热榜', en: 'Toutiao hot board' },
  kind: 'hot-list',
  params: [],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '热榜页面的数据接口，无须登录；据公开资料，robots.txt 不允许抓取搜索与条目页，因此只取榜单，不打开条目。用户主页与搜索要求签名，不抓取。启用前请法务确认。',
      en: 'Data behind the hot board, no login; as published, robots.txt bars search and item pages, so only the board is read and no item is opened. User pages and search ask for a signature and are not read. Have counsel agree before you switch it on.',
    },
  },
  voice: 'hot_list',
  samples: [
    { file: 'hot-board.constructed.json', expect: { posts: 2 } },
    { file: 'app-hotboard-doubleencoded-2025-05-06.retyped.json', expect: { posts: 1 } },
  ],
  async *collect(_params, io) {
    yield await io.get('https://www.toutiao.com/hot-event/hot-board/?origin=toutiao_pc', {
      accept: 'application/json',
    });
  },
  parse: (page) => readJsonPage(page, (value) => readBoard(value, page)),
});

/** Pinned rows (`fixed_top_data`) are the editors' choice, not what is hot: they have no rank and no id. */
function readBoard(value: unknown, page: Page): ParseResult {
  const root = asObject(value);
  const told = asText(root?.message) ?? asText(root?.status);
  return readHotList(root?.data, told, (row, place) => toPost(row, place, page));
}

/**
 * `ClusterId` as a number has lost its last digits in whoever reads it as one; the text has not. Recordings
 * of the app's board hold each row as JSON within JSON.
 */
function toPost(value: unknown, place: number, page: Page): SourcePost | string {
  const row = asObject(value);
  const app = asObject(asObject(parseJson(asText(row?.content) ?? ''))?.raw_data);
  const id = asText(row?.ClusterIdStr) ?? asText(app?.hot_item_id_str);
  const word = plainText(asText(row?.Title) ?? asText(app?.title) ?? '');
  if (id === undefined || word === '') return 'no id or no text';
  return sighting(
    {
      source: 'toutiao-hot',
      platform: 'toutiao',
      id,
      word,
      // `sslocal://` opens the app; it is no link for a page and falls away.
      url: asText(row?.Url),
      shown: { rank: place + 1, heat: readCount(row?.HotValue ?? app?.hot_value) },
    },
    page,
  );
}
