import type { Access, Field } from '../../server/core/feed/source.ts';
import { PLATFORM_FIELD, voiceField } from '../voice-fields.ts';

/** Settings of a feed that a site publishes, or that RSSHub or RSS-Bridge makes of it. */
export const RSS_FORM: readonly Field[] = [
  {
    name: 'url',
    kind: 'url',
    label: { zh: '订阅地址', en: 'Feed address' },
    hint: {
      zh: '例如 https://www.chinanews.com.cn/rss/scroll-news.xml；RSSHub、RSS-Bridge 的地址也可以',
      en: 'The address of the feed itself, not of the site; addresses of RSSHub and RSS-Bridge too',
    },
    required: true,
  },
  PLATFORM_FIELD,
  voiceField(true),
];

export const RSS_ACCESS: Access = {
  kind: 'open-feed',
  onByDefault: true,
  note: {
    zh: '网站公开提供的订阅源，供程序读取；遵守 robots.txt 与网站条款，转载全文须另行取得授权。RSSHub、RSS-Bridge 代取的内容，以原网站的条款为准。',
    en: "Published by the site for programs to read; robots.txt and the site's terms apply, republishing full texts needs its consent. What RSSHub or RSS-Bridge fetch for you is under the terms of the site they read.",
  },
};
