import type { Feed } from './feed.ts';
import { publicAddress } from './hidden-address.ts';

/** The feeds that are feeds for other readers too, as OPML 2. Other sources have no address to give away. */
export function writeOpml(feeds: readonly Pick<Feed, 'name' | 'source' | 'params'>[]): string {
  const outlines = feeds
    .filter(({ source, params }) => source === 'rss' && typeof params.url === 'string')
    .map(({ name, params }) => {
      const title = quoted(name);
      return `    <outline type="rss" text="${title}" title="${title}" xmlUrl="${quoted(publicAddress(String(params.url)))}"/>`;
    });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    '  <head><title>Tingchao</title></head>',
    '  <body>',
    ...outlines,
    '  </body>',
    '</opml>',
    '',
  ].join('\n');
}

/** Characters that XML forbids are dropped: one of them makes the whole file unreadable. */
function quoted(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
