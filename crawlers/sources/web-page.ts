import { defineSource, type Page, type Params, type ParseResult } from '../../server/core/feed/source.ts';
import { voiceOfHost } from '../../server/core/mention/authority.ts';
import { type SourcePost, VOICES } from '../../server/core/mention/post.ts';
import { type Instant, MINUTE } from '../../server/core/time.ts';
import { type Article, type ArticleSelectors, readArticle } from '../article/article.ts';
import { nextListPage, readLinkList } from '../article/link-list.ts';
import { readSite } from '../article/run.ts';
import { isSitemap, readSitemap } from '../article/sitemap.ts';
import { WEB_PAGE_ACCESS, WEB_PAGE_FORM } from '../article/web-page-form.ts';
import { classifyWall } from '../walls.ts';

export default defineSource({
  name: 'web-page',
  platform: 'news',
  title: { zh: '网页监测（列表页或站点地图）', en: 'Web page watch (list page or sitemap)' },
  kind: 'news',
  articles: true,
  params: WEB_PAGE_FORM,
  every: (30 * MINUTE) / 1000,
  access: WEB_PAGE_ACCESS,
  voice: 'media',
  samples: [
    { file: 'article-long.constructed.html', expect: { posts: 1 } },
    { file: 'article-json-ld.constructed.html', expect: { posts: 1 } },
    { file: 'notice-one-paragraph.constructed.html', expect: { posts: 1 } },
    { file: 'article-no-date.constructed.html', expect: { posts: 1 } },
    { file: 'article-gb2312.constructed.html', expect: { posts: 1 } },
    { file: 'list.constructed.html', expect: { posts: 0 } },
    { file: 'sitemap.constructed.xml', expect: { posts: 0 } },
    { file: 'sitemap-index.constructed.xml', expect: { posts: 0 } },
    { file: 'sitemap-news.constructed.xml', expect: { posts: 0 } },
    { file: 'soft-404.constructed.html', expect: { wall: 'gone' } },
    { file: 'login-to-read.constructed.html', expect: { wall: 'login-wall' } },
  ],
  collect: (params, io) =>
    readSite(
      {
        list: String(params.url),
        most: Number(params.most ?? 20),
        links: (page) => linksOf(page, params),
        next: (page) => nextListPage(page.body, page.url),
        article: async (page) => (await io.read?.(page)) ?? read(page, params, io.now()),
      },
      io,
    ),
  parse: read,
});

function read(page: Page, params: Params, now: Instant): ParseResult {
  if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
  const barrier = classifyWall(page);
  if (barrier !== null) return { kind: 'wall', ...barrier };
  const nothing = { kind: 'posts', posts: [], refused: [] } as const;
  if (isSitemap(page.body)) {
    const sitemap = readSitemap(page.body, page.url, now);
    return 'wall' in sitemap ? { kind: 'wall', ...sitemap } : nothing;
  }
  // The list has no posts of its own, but it must still be the list it was.
  if (page.url === params.url) {
    const links = linksOf(page, params);
    return 'wall' in links ? { kind: 'wall', ...links } : nothing;
  }
  const article = readArticle(page, selectorsOf(params), now);
  if (article.kind === 'wall') return article;
  if (article.kind === 'none') return { ...nothing, refused: [{ index: 0, reason: article.reason }] };
  return { ...nothing, posts: postsOf(article, page, params) };
}

const textOf = (params: Params, name: string): string => String(params[name] ?? '').trim();

function linksOf(page: Page, params: Params) {
  return readLinkList(page.body, page.url, {
    selector: textOf(params, 'links'),
    offSite: params.offSite === true,
  });
}

function selectorsOf(params: Params): ArticleSelectors {
  return {
    title: textOf(params, 'titleSelector'),
    body: textOf(params, 'bodySelector'),
    date: textOf(params, 'dateSelector'),
    author: textOf(params, 'authorSelector'),
  };
}

/** A letter and its answer are two: what the office says of it is not the citizen's opinion. */
function postsOf(article: Article, page: Page, params: Params): readonly SourcePost[] {
  const post = toPost(article, page, params);
  if (article.letter === undefined) return [post];
  const { reply } = article.letter;
  const letter: SourcePost = {
    ...post,
    ...(givenVoice(params) === undefined && { voice: 'complaint_platform' as const }),
  };
  if (reply === null) return [letter];
  const { title, key } = article;
  const answer = { ...reply, kind: 'article', key: `${key}#reply`, title: `答复：${title}` } as const;
  return [letter, { ...toPost(answer, page, params), voice: 'official' }];
}

const givenVoice = (params: Params) => VOICES.find((voice) => voice === params.voice);

function toPost({ key, title, text, date, author }: Article, page: Page, params: Params): SourcePost {
  return {
    source: 'web-page',
    platform: textOf(params, 'platform') || 'news',
    externalId: key,
    url: page.url,
    ...(title !== '' && title !== text && { title }),
    text,
    ...(author !== null && { author }),
    ...(date !== null && { publishedAt: date.at }),
    precision: date?.precision ?? 'none',
    observedAt: page.fetchedAt,
    voice: givenVoice(params) ?? voiceOfHost(URL.parse(page.url)?.hostname ?? '') ?? 'media',
  };
}
