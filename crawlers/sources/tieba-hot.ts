import { defineSource, type Page, type ParseResult } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { MINUTE } from '../../server/core/time.ts';
import { readCount } from '../counts.ts';
import { plainText } from '../html/plain-text.ts';
import { asObject, asText } from '../json/json.ts';
import { readJsonPage } from '../json/page.ts';
import { readHotList, sighting } from '../sighting.ts';

export default defineSource({
  name: 'tieba-hot',
  platform: 'tieba',
  title: { zh: '贴吧热议榜', en: 'Tieba hot topics' },
  kind: 'hot-list',
  params: [],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'public-page',
    onByDefault: false,
    note: {
      zh: '热议榜页面的数据接口，无须登录；是否允许抓取以当时的 robots.txt 为准，每次抓取前自动检查。帖子与搜索要求登录，不抓取。启用前请法务确认。',
      en: 'Data behind the hot topics page, no login; whether it may be fetched is what robots.txt says at the time, checked before every run. Threads and search ask for a login and are not read. Have counsel agree before you switch it on.',
    },
  },
  voice: 'hot_list',
  samples: [{ file: 'hottopic-topiclist.constructed.json', expect: { posts: 2 } }],
  async *collect(_params, io) {
    yield await io.get('https://tieba.baidu.com/hottopic/browse/topicList', { accept: 'application/json' });
  },
  parse: (page) => readJsonPage(page, (value) => readTopics(value, page)),
});

function readTopics(value: unknown, page: Page): ParseResult {
  const root = asObject(value);
  const rows = asObject(asObject(root?.data)?.bang_topic)?.topic_list;
  return readHotList(rows, asText(root?.errmsg), (row, place) => toPost(row, place, page));
}

/** `discuss_num` is what the list ranks by: its heat. `create_time` is the topic's, and may be 0. */
function toPost(value: unknown, place: number, page: Page): SourcePost | string {
  const row = asObject(value);
  const id = asText(row?.topic_id);
  const word = plainText(asText(row?.topic_name) ?? '');
  if (id === undefined || word === '') return 'no id or no text';
  const rank = readCount(row?.idx_num) || place + 1;
  return sighting(
    {
      source: 'tieba-hot',
      platform: 'tieba',
      id,
      word,
      text: plainText(asText(row?.topic_desc) ?? asText(row?.abstract) ?? ''),
      url: asText(row?.topic_url)?.replaceAll('&amp;', '&'),
      shown: { rank, heat: readCount(row?.discuss_num) },
    },
    page,
  );
}
