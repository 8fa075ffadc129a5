import type { SourcePost } from '../../server/core/post.ts';
import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/source.ts';
import { MINUTE } from '../../server/core/time.ts';
import { chinaDate } from '../date-clock.ts';
import { asNumber, asObject, asText, type JsonObject, parseJson } from '../json.ts';
import { readJsonPage, readRows } from '../json-page.ts';
import { plainText } from '../plain-text.ts';
import { parseHttpUrl } from '../urls.ts';

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
      hint: { zh: '一般选“热搜”', en: 'Trending is the general one' },
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
  const ranked = rowsOf(card.content);
  return readRows([...ranked, ...rowsOf(card.topContent)], (row, index) =>
    toPost(row, index < ranked.length ? index : null, page, params),
  );
}

function rowsOf(list: unknown): readonly JsonObject[] {
  const rows = Array.isArray(list) ? list.map((row) => asObject(row) ?? {}) : [];
  return rows.flatMap((row) =>
    row.word === undefined && Array.isArray(row.content) ? rowsOf(row.content) : [row],
  );
}

/**
 * The id holds the day in China: a word that stays on the board is one sighting a day, tomorrow's is a
 * new one. The board gives no time of its own for a word, so only `observedAt` is set.
 */
function toPost(row: JsonObject, place: number | null, page: Page, params: Params): SourcePost | string {
  const word = asText(row.word);
  if (word === undefined) return 'row without a word';
  const text = plainText(asText(row.desc) ?? '');
  const url = parseHttpUrl(asText(row.rawUrl) ?? asText(row.url) ?? '')?.href;
  const heat = asNumber(row.hotScore);
  const rank = place === null ? undefined : (asNumber(row.index) ?? place) + 1;
  return {
    source: 'baidu-hot',
    platform: 'baidu',
    externalId: `${chinaDate(page.fetchedAt)}:${tabOf(params)}:${word}`,
    ...(url !== undefined && { url }),
    ...(text !== '' && { title: word }),
    text: text === '' ? word : text,
    precision: 'none',
    observedAt: page.fetchedAt,
    metrics: { ...(rank !== undefined && { rank }), ...(heat !== undefined && { heat }) },
    voice: 'hot_list',
  };
}
