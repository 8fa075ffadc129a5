import type { Access, Field } from '../../server/core/feed/source.ts';
import { PLATFORM_FIELD, voiceField } from '../voice-fields.ts';

const selector = (name: string, zh: string, en: string): Field => ({
  name,
  kind: 'text',
  label: { zh: `${zh}的选择器`, en: `Selector of the ${en}` },
  hint: {
    zh: 'CSS 选择器；留空则自动识别。改动只用于以后取的文章；已取过的要在来源页上“重新读取文章”',
    en: 'A CSS selector; found by itself when left empty. A change concerns articles read from then on; those read before are read again on the page of the feed',
  },
  required: false,
});

/** Settings of a site that is watched page by page. */
export const WEB_PAGE_FORM: readonly Field[] = [
  {
    name: 'url',
    kind: 'url',
    label: { zh: '列表页或站点地图', en: 'List page or sitemap' },
    hint: {
      zh: '栏目列表页，或 sitemap.xml（也可以是索引或新闻站点地图）',
      en: 'A page that lists articles, or a sitemap.xml (an index or a news sitemap too)',
    },
    required: true,
  },
  {
    name: 'links',
    kind: 'text',
    label: { zh: '文章链接的选择器', en: 'Selector of the article links' },
    hint: {
      zh: '例如 .news-list li a；留空则自动挑选像文章的链接',
      en: 'For example .news-list li a; when empty, links that look like articles are chosen',
    },
    required: false,
  },
  selector('titleSelector', '标题', 'title'),
  selector('bodySelector', '正文', 'text'),
  selector('dateSelector', '发布时间', 'date'),
  selector('authorSelector', '作者或来源', 'author'),
  {
    name: 'most',
    kind: 'number',
    label: { zh: '每次最多取几篇', en: 'Most articles per run' },
    hint: { zh: '已取过的不会再取', en: 'Those read before are not asked for again' },
    required: false,
    initial: 20,
    min: 1,
    max: 50,
  },
  {
    name: 'offSite',
    kind: 'boolean',
    label: { zh: '也跟随指向其他网站的链接', en: 'Follow links to other sites too' },
    hint: { zh: '默认只取同一网站的文章', en: 'By default only articles of the same site are read' },
    required: false,
    initial: false,
  },
  PLATFORM_FIELD,
  // A list page has no ranks.
  voiceField(false),
];

export const WEB_PAGE_ACCESS: Access = {
  kind: 'public-page',
  onByDefault: false,
  note: {
    zh: '只用于有权读取的网站：先看网站条款，必要时取得许可。遵守 robots.txt，同一主机一次只发一个请求，不登录，不绕过验证；转载全文须另行取得授权。',
    en: "Only for sites that you may read: see their terms, and ask where needed. robots.txt is kept, one request at a time per host, no login, no evasion; republishing full texts needs the site's consent.",
  },
};
