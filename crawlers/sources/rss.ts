import { defineSource, type Page, type Params } from '../../server/core/feed/source.ts';
import { voiceOfHost } from '../../server/core/mention/authority.ts';
import { type SourcePost, VOICES, type Voice } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { chinaDate } from '../dates/clock.ts';
import { parseChineseDate } from '../dates/dates.ts';
import { type KeyedEntry, keyEntries } from '../feed/keys.ts';
import { bridgeError, feedMakerError } from '../feed/maker.ts';
import { readFeed } from '../feed/reading.ts';
import { RSS_ACCESS, RSS_FORM } from '../feed/rss-form.ts';
import { plainText } from '../html/plain-text.ts';
import { classifyWall } from '../walls.ts';

export default defineSource({
  name: 'rss',
  platform: 'news',
  title: { zh: '新闻订阅（RSS / Atom / JSON Feed）', en: 'News feed (RSS / Atom / JSON Feed)' },
  kind: 'feed',
  params: RSS_FORM,
  every: (10 * MINUTE) / 1000,
  access: RSS_ACCESS,
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
    { file: 'rsshub-route.constructed.xml', expect: { posts: 2 } },
    { file: 'rsshub-error-200.constructed.html', expect: { wall: 'gone' } },
    { file: 'rsshub-error.constructed.json', expect: { wall: 'forbidden' } },
    { file: 'rss-bridge.constructed.atom', expect: { posts: 2 } },
    { file: 'rss-bridge-error.constructed.atom', expect: { wall: 'rate-limited' } },
  ],
  async *collect(params, io) {
    yield await io.get(String(params.url));
  },
  parse(page, params, now) {
    if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
    const barrier = classifyWall(page) ?? feedMakerError(page.body);
    if (barrier !== null) return { kind: 'wall', ...barrier };
    const feed = readFeed(page.body);
    if (feed.kind === 'wall') return feed;
    const entries = feed.entries.filter((entry) => bridgeError(entry) === null);
    const error = feed.entries.map(bridgeError).find((each) => each !== null);
    if (error && entries.length === 0) return { kind: 'wall', ...error };
    const pageUrl = /^https?:/.test(page.url) ? page.url : String(params.url ?? '');
    const posts = keyEntries(entries, feed.link, pageUrl, now).map((keyed, place) => {
      const post = toPost(keyed, page, params, now);
      return post.voice === 'hot_list' ? toSighting(post, place + 1) : post;
    });
    const refused = feed.truncated ? [{ index: feed.entries.length, reason: 'truncated feed' }] : [];
    if (error) refused.push({ index: entries.length, reason: 'an error of RSS-Bridge' });
    return { kind: 'posts', posts, refused, ...(feed.truncated && { truncated: true }) };
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
