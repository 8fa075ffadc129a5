import type { Page } from '../../server/core/feed/source.ts';
import type { Instant } from '../../server/core/time.ts';
import type { ReadDate } from '../dates/clock.ts';
import { type HtmlDocument, isJson, lineOf, openHtml, selectAll } from '../html/document.ts';
import { plainText } from '../html/plain-text.ts';
import { type Barrier, classifyWall } from '../walls.ts';
import { articleText, textOf } from './body.ts';
import { bestDate, cleanName, type DeclaredFacts, declaredFacts, keyOf, readDate } from './facts.ts';
import { type LetterReply, readLetter } from './letter.ts';
import { isFactLine, shownFacts } from './lines.ts';
import { removeNoise } from './noise.ts';
import { standIn } from './stand-in.ts';

/** CSS selectors that a user may give; empty: found by looks. */
export interface ArticleSelectors {
  readonly title: string;
  readonly body: string;
  readonly date: string;
  readonly author: string;
}

export interface Article {
  readonly kind: 'article';
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly date: ReadDate | null;
  readonly author: string | null;
  /** The article is what a citizen wrote to an office: what that answered, where it did. */
  readonly letter?: { readonly reply: LetterReply | null };
}

export type ArticleReading =
  | Article
  | ({ readonly kind: 'wall' } & Barrier)
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Reads one article from its page: title, text, time and author as the page shows them, none of them
 * guessed. Walls in the clothes of an article (deleted, after login) are named; a page without an article
 * says why. Throws nothing.
 */
export function readArticle(page: Page, given: ArticleSelectors, now: Instant): ArticleReading {
  const barrier = classifyWall(page);
  if (barrier !== null) return { kind: 'wall', ...barrier };
  if (isJson(page.body))
    return { kind: 'wall', wall: 'shape-changed', detail: `${page.contentType} is no page`.trim() };
  const document = openHtml(page.body);
  if ('wall' in document) return { kind: 'wall', ...document };
  const facts = declaredFacts(document, now);
  const asked = bySelectors(document, given, now);
  const title = asked.title ?? titleOf(document, facts);
  const key = keyOf(facts.canonical, page.url) ?? page.url;
  const letter = given.body === '' ? readLetter(document, now) : null;
  const letterDate = letter?.date ?? bestDate(facts.dates);
  if (letter !== null && letter.text !== null) {
    const date = given.date === '' ? letterDate : asked.date;
    const { text, reply } = letter;
    const said = { title: asked.title ?? letter.title ?? title, text, date, author: asked.author };
    return { kind: 'article', key, ...said, letter: { reply } };
  }
  const whole = lineOf(document.querySelector('title'));
  document.querySelector('title')?.remove();
  const lines = linesOf(document.body.innerHTML);
  const own = linesOf(withoutLinks(document.body.innerHTML));
  removeNoise(document);
  const found = given.body === '' ? articleText(document) : asked.text;
  const stand = standIn(whole, title, lines, own, found);
  if (stand !== null) return { kind: 'wall', ...stand };
  const text = withoutHead(found ?? '', title);
  if (text === '' || (given.body === '' && isFactLine(text)))
    return { kind: 'none', reason: given.body === '' ? 'no article text' : 'nothing at the text selector' };
  const shown = shownFacts(lines, title, (text.split('\n')[0] ?? '').slice(0, 20), now);
  const dates = shown.date === null ? facts.dates : [...facts.dates, shown.date];
  const date = given.date === '' ? bestDate(dates) : asked.date;
  const author = given.author === '' ? (shown.author ?? facts.author) : asked.author;
  const read: Article = { kind: 'article', key, title, text, date, author };
  return letter === null ? read : { ...read, date: letter.date ?? date, letter: { reply: letter.reply } };
}

function bySelectors(document: HtmlDocument, given: ArticleSelectors, now: Instant) {
  const all = (selector: string) => (selector === '' ? [] : (selectAll(document, selector) ?? []));
  const [dated] = all(given.date);
  const said = dated?.getAttribute('datetime') ?? dated?.getAttribute('content') ?? lineOf(dated ?? null);
  return {
    title: lineOf(all(given.title)[0] ?? null) || null,
    text: textOf(all(given.body), 1),
    date: readDate(said, now) ?? shownFacts([said], '', '', now).date,
    author: cleanName(lineOf(all(given.author)[0] ?? null)) ?? null,
  };
}

/** The heading, where the page's own title begins with it; else that title without the site's name. */
function titleOf(document: HtmlDocument, facts: DeclaredFacts): string {
  const whole = lineOf(document.querySelector('title'));
  const headings = [...document.querySelectorAll('h1,h2')].map(lineOf).filter((line) => line.length >= 4);
  const heading = headings.find((line) => whole.startsWith(line) || facts.title?.startsWith(line));
  const [h1] = [...document.querySelectorAll('h1')].map(lineOf).filter((line) => line.length >= 4);
  return heading ?? facts.title ?? h1 ?? whole.replace(/\s*[-_—|–][^-_—|–]{1,20}$/, '').trim();
}

/** Of what was serialised: its tags are whole. */
function withoutLinks(html: string): string {
  const parts = html.split('</a>');
  const cut = (part: string) => {
    const at = part.lastIndexOf('<a ');
    return at < 0 ? part : part.slice(0, at);
  };
  return [...parts.slice(0, -1).map(cut), ...parts.slice(-1)].join('');
}

function linesOf(html: string): readonly string[] {
  return plainText(html).split('\n').filter(Boolean);
}

/** The text as it begins: title and the line of date and source are told apart from it. */
function withoutHead(text: string, title: string): string {
  const lines = text.split('\n');
  while (lines.length > 1 && (lines[0] === title || isFactLine(lines[0] ?? ''))) lines.shift();
  return lines.join('\n');
}
