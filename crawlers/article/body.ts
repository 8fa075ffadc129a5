import { type Element, type HtmlDocument, lineOf, openHtml, selectAll } from '../html/document.ts';
import { linkShare, type Measure, measure } from '../html/measures.ts';
import { plainText } from '../html/plain-text.ts';
import { pageParsers } from '../page-parsers.ts';
import { isFactLine } from './lines.ts';
import { withoutTail } from './noise.ts';

/** Where content systems keep the text of an article, the most reliable first. */
const KNOWN = [
  '[itemprop="articleBody"]',
  '#js_content',
  '.TRS_Editor,.TRS_UEDITOR,.trs_editor_view',
  '#zoom,#Zoom,#UCAP-CONTENT,#artibody,#ContentBody,#articleContent,#article_content,#articlecontent',
  '.article-content,.article_content,.articleContent,.article-body,.article_body,.articleBody',
  '.rich_media_content,.news-content,.news_content,.newsContent,.entry-content,.post-content,.detail-content,.detail_content',
];
const MAX_LINK_SHARE = 0.6;
const PARAGRAPH = /^(P|DIV|TD|DD|SECTION|ARTICLE|BLOCKQUOTE|LI|SPAN|FONT)$/;
/** A notice is seldom shorter; less is a caption or a button. */
const MIN_TEXT_LENGTH = 12;
/** Readability's own tries take time with the square of the page. */
const MAX_ELEMENTS = 2_000;
/** Chinese says in 100 characters what its default of 500 was made for. */
const CHARACTERS = 100;
/** Below this Readability takes in whatever is near; the paragraphs around the longest are surer. */
const SHORT = 200;
/** The start of the longest paragraph, long enough to distinguish it from others. */
const MARK = 24;
/** What a site says of itself under every page. */
const OF_THE_SITE =
  /©|版权所有|ICP|公网安备|许可证|本(?:网)?站(?:由|所有|内容|转载|不)|侵权|不良信息|(?:举报|客服)(?:电话|邮箱)\s*(?:$|[:：\d(（/|、])/;

type Measures = ReadonlyMap<Element, Measure>;

/**
 * The text of a page's article, after `removeNoise`; null where there is none. Known containers first, then
 * Readability. On a page of one paragraph it takes the list of related articles instead, so what it gives
 * must be long and hold the longest paragraph that is no link; else the paragraphs around that one are the
 * article.
 */
export function articleText({ body }: HtmlDocument): string | null {
  for (const selector of KNOWN) {
    const text = textOf(selectAll(body, selector) ?? []);
    if (text !== null) return text;
  }
  const measures = measure(body);
  const longest = longestParagraph(measures);
  if (longest === null) return null;
  const read = byReadability(body, measures.size);
  const mark = lineOf(longest).slice(0, MARK);
  if (read !== null && read.length >= SHORT && read.replace(/\s+/g, ' ').includes(mark)) return read;
  return textOf(around(longest, measures));
}

/**
 * The text of the elements of a selector, lists of links left out.
 * @param shortest less is none: where the user gave the selector, whatever stands there is wanted
 */
export function textOf(elements: readonly Element[], shortest = MIN_TEXT_LENGTH): string | null {
  const given = new Set(elements);
  const outer = elements.filter((each) => !isWithin(each, given));
  const whole = outer.filter((element) => linkShare(measure(element).get(element)) <= MAX_LINK_SHARE);
  const text = withoutTail(plainText(whole.map((element) => element.innerHTML).join('<p>')));
  return text.length < shortest ? null : text;
}

function isWithin(element: Element, others: ReadonlySet<Element>): boolean {
  for (let at = element.parentElement; at !== null; at = at.parentElement) if (others.has(at)) return true;
  return false;
}

/** On a copy: Readability takes the document apart. */
function byReadability(body: Element, size: number): string | null {
  if (size > MAX_ELEMENTS) return null;
  const copy = openHtml(body.innerHTML);
  if ('wall' in copy) return null;
  try {
    const options = { charThreshold: CHARACTERS, maxElemsToParse: MAX_ELEMENTS, disableJSONLD: true };
    const text = withoutTail(
      plainText(new pageParsers.readability.Readability(copy, options).parse()?.content ?? ''),
    );
    return text.length < MIN_TEXT_LENGTH ? null : text;
  } catch {
    return null;
  }
}

/** The element that says most in its own words, links not counted. */
function longestParagraph(measures: Measures): Element | null {
  let best: Element | null = null;
  let most = MIN_TEXT_LENGTH - 1;
  for (const [element, { length, linked, blocks }] of measures) {
    if (blocks > 0 || length - linked <= most || !PARAGRAPH.test(element.tagName)) continue;
    const line = lineOf(element);
    if (OF_THE_SITE.test(line) || isFactLine(line)) continue;
    best = element;
    most = length - linked;
  }
  return best;
}

/** What belongs together with a paragraph: all of the box around it, or what follows the heading there. */
function around(paragraph: Element, measures: Measures): readonly Element[] {
  const parent = paragraph.parentElement;
  if (parent === null || /^(TD|DD)$/.test(paragraph.tagName)) return [paragraph];
  const children = [...parent.children].filter((child) => linkShare(measures.get(child)) <= 0.3);
  const heading = children.findLastIndex((child) => /^H[1-3]$/.test(child.tagName));
  const below = children.slice(heading + 1).filter((child) => !OF_THE_SITE.test(lineOf(child)));
  const isBox = parent.tagName !== 'BODY' && linkShare(measures.get(parent)) <= 0.3;
  if (!isBox && heading < 0) return [paragraph];
  return below.includes(paragraph) ? below : [paragraph];
}
