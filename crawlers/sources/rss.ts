import { voiceOfHost } from '../../server/core/authority.ts';
import { type SourcePost, VOICES, type Voice } from '../../server/core/post.ts';
import { defineSource, type Page, type Params } from '../../server/core/source.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { chinaDate } from '../date-clock.ts';
import { parseChineseDate } from '../dates.ts';
import { type KeyedEntry, keyEntries } from '../feed-keys.ts';
import { readFeed } from '../feed-reading.ts';
import { plainText } from '../plain-text.ts';
import { VOICE_OPTIONS } from '../voice-options.ts';
import { classifyWall } from '../walls.ts';

export default defineSource({
  name: 'rss',
  platform: 'news',
  title: { zh: '新闻订阅（RSS / Atom / JSON Feed）', en: 'News feed (RSS / Atom / JSON Feed)' },
  kind: 'feed',
  params: [
    {
      name: 'url',
      kind: 'url',
      label: { zh: '订阅地址', en: 'Feed address' },
      hint: {
        zh: '例如 https://www.chinanews.com.cn/rss/scroll-news.xml',
        en: 'The address of the feed itself, not of the site',
      },
      required: true,
    },
    {
      name: 'platform',
      kind: 'text',
      label: { zh: '平台名称', en: 'Platform name' },
      hint: { zh: '图表中的归类，默认“news”', en: 'How charts group it; "news" when left empty' },
      required: false,
    },
    {
      name: 'voice',
      kind: 'select',
      label: { zh: '发声者', en: 'Who speaks' },
      hint: {
        zh: '留空则按域名判断，其余算作媒体',
        en: 'Left empty, the host name decides; media otherwise',
      },
      required: false,
      options: VOICE_OPTIONS,
    },
  ],
  every: (10 * MINUTE) / 1000,
  access: {
    kind: 'open-feed',
    onByDefault: true,
    note: {
      zh: '网站公开提供的订阅源，供程序读取；遵守 robots.txt 与网站条款，转载全文须另行取得授权。',
      en: 'Published by the site for programs to read; robots.txt and the site’s terms apply, republishing full texts needs its consent.',
    },
  },
  voice: 'media',
  samples: [
    { file: 'cn-chinanews-scroll-2026-04-19.retyped.xml', expect: { posts: 2 } },
    { file: 'cn-bad-dates.constructed.xml', expect: { posts: 12 } },
    { file: 'cn-truncated.constructed.xml', expect: { posts: 1 } },
    { file: 'feedsmith__rdf-10.xml', expect: { posts: 2 } },
    { file: 'feedsmith__atom-10.xml', expect: { posts: 6 } },
    { file: 'jsonfeed-v2ex-node.constructed.json', expect: { posts: 2 } },
    { file: 'nodefeedparser__notafeed.html', expect: { wall: 'not-a-feed' } },
    { file: 'feedparser__rss_empty_document.xml', expect: { wall: 'empty-body' } },
    { file: 'entity-bomb-dtd.constructed.xml', expect: { wall: 'entity-bomb' } },
    { file: 'html-200-instead-of-feed.constructed.html', expect: { wall: 'captcha' } },
  ],
  async *collect(params, io) {
    yield await io.get(String(params.url));
  },
  parse(page, params, now) {
    if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
    const barrier = classifyWall(page);
    if (barrier !== null) return { kind: 'wall', ...barrier };
    const feed = readFeed(page.body);
    if (feed.kind === 'wall') return feed;
    const pageUrl = /^https?:/.test(page.url) ? page.url : String(params.url ?? '');
    const posts = keyEntries(feed.entries, feed.link, pageUrl, now).map((keyed, place) => {
      const post = toPost(keyed, page, params, now);
      return post.voice === 'hot_list' ? toSighting(post, place + 1) : post;
    });
    const refused = feed.truncated ? [{ index: feed.entries.length, reason: 'truncated feed' }] : [];
    return { kind: 'posts', posts, refused };
  },
});

/** A post always has text; it has a title only where the text says something else. */
function toPost({ key, link, entry }: KeyedEntry, page: Page, params: Params, now: Instant): SourcePost {
  const title = plainText(entry.title ?? '');
  const body = plainText(entry.body ?? '');
  const published = parseChineseDate(entry.date, now);
  const author = plainText(entry.author ?? '');
  const voice = VOICES.find((each) => each === params.voice) ?? voiceOf(link) ?? voiceOf(page.url) ?? 'media';
  return {
    source: 'rss',
    platform: String(params.platform ?? '').trim() || 'news',
    externalId: key,
    ...(link !== null && { url: link }),
    ...(title !== '' && body !== '' && title !== body && { title }),
    text: body === '' ? title : body,
    ...(author !== '' && { author }),
    ...(published !== null && { publishedAt: published.at }),
    precision: published?.precision ?? 'none',
    observedAt: page.fetchedAt,
    ...(entry.comments !== undefined && { metrics: { comments: entry.comments } }),
    voice,
  };
}

/** A hot list says where something stands now, not when it was written; tomorrow it is a new sighting. */
function toSighting({ publishedAt: _, ...post }: SourcePost, rank: number): SourcePost {
  const externalId = `${chinaDate(post.observedAt)}:${post.externalId}`;
  return { ...post, externalId, precision: 'none', metrics: { ...post.metrics, rank } };
}

function voiceOf(url: string | null): Voice | null {
  return url === null ? null : voiceOfHost(URL.parse(url)?.hostname ?? '');
}
