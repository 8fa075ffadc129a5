import type { CheerioAPI } from 'cheerio';
import type { Page, ParseResult } from '../../server/core/feed/source.ts';
import { pageParsers } from '../page-parsers.ts';
import { type Barrier, classifyWall } from '../walls.ts';

/** More than any list has. The parser's time grows with the square of the tags left open. */
const MAX_TAGS = 15_000;
/** Deeper than any list; reading the text of an element goes down by recursion. */
const MAX_DEPTH = 1_000;

/** Opens a page that should hold a list in HTML: its document for `read`, or what stands in its place. */
export function readHtmlPage(page: Page, read: (document: CheerioAPI) => ParseResult): ParseResult {
  if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
  const barrier = classifyWall(page);
  if (barrier !== null) return { kind: 'wall', ...barrier };
  if (page.body.trim() === '') return { kind: 'wall', wall: 'empty-body', detail: 'no bytes' };
  const opened = openHtml(page.body);
  return typeof opened === 'function' ? read(opened) : { kind: 'wall', ...opened };
}

/** The page as a tree, or why it is none: not every page of a hostile site can be read in bounded time. */
export function openHtml(html: string): CheerioAPI | Barrier {
  const tags = html.match(/<[a-z]/gi)?.length ?? 0;
  if (tags > MAX_TAGS) return { wall: 'too-large', detail: `a page of ${tags} tags` };
  const document = pageParsers.cheerio.load(html, { xml: { xmlMode: false, decodeEntities: true } });
  return isDeep(document)
    ? { wall: 'malformed', detail: `elements nested more than ${MAX_DEPTH} deep` }
    : document;
}

function isDeep(document: CheerioAPI): boolean {
  let level = document.root().contents().toArray();
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return false;
}
