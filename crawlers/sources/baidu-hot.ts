import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { MINUTE } from '../../server/core/time.ts';
import { plainText } from '../html/plain-text.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json/json.ts';
import { readJsonPage, readKnownRows } from '../json/page.ts';
import { sighting } from '../sighting.ts';

const TABS = [
  { value: 'realtime', zh: '热搜', en: 'Trending' },
  { value: 'novel', zh: '小说', en: 'Novels' },
  { value: 'movie', zh: '电影', en: 'Films' },
  { value: 'teleplay', zh: '电视剧', en: 'TV series' },
  { value: 'car', zh: '汽车', en: 'Cars' },
  { value: 'game', zh: '游戏', en: 'Games' },
];

export default defineSource({
  name: 'baidu-hot',
  platform: 'baidu',
  title: { zh: '百度热搜榜', en: 'Baidu hot board' },
  kind: 'hot-list',
  params: [
    {
      name: 'tab',
      kind: 'select',
      label: { zh: '榜单', en: 'Board' },
      hint: { zh: '一般选“热搜”', en: 'Usually Trending' },
      required: false,
      options: TABS,
      initial: 'realtime',
    },
  ],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: true,
    note: {
      zh: '公开页面的数据接口，无须登录；是否允许抓取以当时的 robots.txt 为准，抓取前自动检查。',
      en: 'Data behind a public page, no login; whether it may be fetched is what robots.txt says at the time, checked before every run.',
    },
  },
  voice: 'hot_list',
  samples: [{ file: 'api-board-realtime-2026-03-16.real.json', expect: { posts: 51 } }],
  async *collect(params, io) {
    const url = `https://top.baidu.com/api/board?platform=web&tab=${tabOf(params)}&tag=%7B%7D`;
    yield await io.get(url, { accept: 'application/json' });
  },
  parse: (page, params) => readJsonPage(page, (value) => readBoard(value, page, params), embedded),
});

function tabOf(params: Params): string {
  return TABS.find(({ value }) => value === params.tab)?.value ?? 'realtime';
}

/** The API's JSON, or the same embedded in the page between its markers. */
function embedded(body: string): unknown {
  const from = body.indexOf('<!--s-data:');
  return parseJson(from < 0 ? body : body.slice(from + 11, body.indexOf('-->', from)));
}

/** Rows lie in `content`, or in a `content` one level deeper; pinned ones apart and without a rank. */
function readBoard(value: unknown, page: Page, params: Params): ParseResult {
  const root = asObject(value);
  const cards = asObject(root?.data)?.cards ?? root?.cards;
  const card = Array.isArray(cards)
    ? cards.map(asObject).find((each) => Array.isArray(each?.content))
    : undefined;
  if (!card) return { kind: 'wall', wall: 'shape-changed', detail: 'no data.cards[].content' };
  const rows = rowsOf(card.content);
  const ranked = rows.filter(({ isTop }) => isTop !== true);
  const pinned = [...rows.filter(({ isTop }) => isTop === true), ...rowsOf(card.topContent)];
  // A board is never empty.
  if (ranked.length === 0) return { kind: 'wall', wall: 'empty-suspect', detail: 'the board has no rows' };
  return readKnownRows([...ranked, ...pinned], (row, place) =>
    toPost(row, place < ranked.length ? place + 1 : undefined, page, params),
  );
}

function rowsOf(list: unknown): readonly JsonObject[] {
  const rows = Array.isArray(list) ? list.map((row) => asObject(row) ?? {}) : [];
  return rows.flatMap((row) =>
    row.word === undefined && Array.isArray(row.content) ? rowsOf(row.content) : [row],
  );
}

/** The rank is the place among the rows that are not pinned. */
function toPost(row: JsonObject, rank: number | undefined, page: Page, params: Params): SourcePost | string {
  const word = asText(row.word);
  if (word === undefined) return 'row without a word';
  const listed = {
    source: 'baidu-hot',
    platform: 'baidu',
    id: `${tabOf(params)}:${word}`,
    word,
    text: plainText(asText(row.desc) ?? ''),
    url: asText(row.rawUrl) ?? asText(row.url),
    shown: { rank, heat: asNumber(row.hotScore) },
  };
  return sighting(listed, page);
}
