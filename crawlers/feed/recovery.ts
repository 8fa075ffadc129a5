import type { load } from 'cheerio';
import { pageParsers } from '../page-parsers.ts';
import { withoutProlog } from '../prolog.ts';
import type { FeedEntry, FeedReading } from './entry.ts';
import type { FeedMarkup } from './markup.ts';

type Document = ReturnType<typeof load>;
type Element = Extract<ReturnType<Document>[number], { attribs: unknown }>;

/**
 * Reads what a strict parser refuses or leaves out: every entry that is complete, up to where the
 * document breaks off. Raw ampersands, unknown encodings and entries without any field are no hurdle.
 * A document that breaks off before its first whole entry is malformed, not empty.
 */
export function recoverFeed({ xml, entryTag }: FeedMarkup): FeedReading {
  const whole = isWhole(xml);
  const end = whole ? xml.length : endOfLastEntry(xml, entryTag);
  if (end === 0)
    return { kind: 'wall', wall: 'malformed', detail: 'breaks off before the first whole entry' };
  const document = pageParsers.cheerio.load(xml.slice(0, end), { xml: true });
  const all = document('*').toArray() as Element[];
  const named = (name: string): Element | undefined => all.find((each) => each.name.toLowerCase() === name);
  if (entryTag === 'item' && named('channel') === undefined && named('item') === undefined) {
    return { kind: 'wall', wall: 'malformed', detail: 'neither channel nor items' };
  }
  // A self-closed item inside another one, as one generator writes it, holds nothing.
  const elements = all.filter(
    (each) => each.name.toLowerCase() === entryTag.toLowerCase() && each.children.length > 0,
  );
  const holder = named('channel') ?? all[0];
  const link = holder === undefined ? undefined : linkOf(document, holder, '');
  const entries = elements.map((element) => entryOf(document, element, entryTag));
  return { kind: 'feed', entries, truncated: !whole, ...(link !== undefined && { link }) };
}

/** Whether the root element is closed, and nothing but comments comes after. */
function isWhole(xml: string): boolean {
  const closing = [...xml.matchAll(/<\/(?:[\w-]+:)?(?:rss|rdf|feed)\s*>/gi)].at(-1);
  return closing !== undefined && withoutProlog(xml.slice(closing.index + closing[0].length)) === '';
}

function endOfLastEntry(xml: string, entryTag: string): number {
  const closing = [...xml.matchAll(new RegExp(`</${entryTag}\\s*>`, 'gi'))].at(-1);
  return closing === undefined ? 0 : closing.index + closing[0].length;
}

function entryOf(document: Document, element: Element, entryTag: string): FeedEntry {
  const prefix = entryTag.includes(':') ? `${entryTag.split(':')[0]}:` : '';
  const field = (...names: string[]) => firstField(document, element, names, prefix);
  const id = field('guid', 'id') ?? element.attribs['rdf:about'];
  const link = linkOf(document, element, prefix);
  const title = field('title');
  const body = field('content:encoded', 'content', 'description', 'summary');
  const date = field('pubDate', 'published', 'issued', 'dc:date', 'updated', 'modified');
  const author = field('dc:creator', 'author');
  const base = element.attribs['xml:base'];
  return {
    ...(id !== undefined && { id }),
    ...(link !== undefined && { link }),
    ...(title !== undefined && { title }),
    ...(body !== undefined && { body }),
    ...(date !== undefined && { date }),
    ...(author !== undefined && { author }),
    ...(base !== undefined && { base }),
  };
}

function firstField(
  document: Document,
  element: Element,
  names: readonly string[],
  prefix: string,
): string | undefined {
  const children = document(element).children().toArray();
  for (const name of names) {
    const wanted = [name.toLowerCase(), `${prefix}${name}`.toLowerCase()];
    for (const child of children) {
      if (!wanted.includes(child.name.toLowerCase())) continue;
      const nested = document(child).children().length > 0;
      const value = (
        nested && /content|summary|description/i.test(name) ? document(child).html() : document(child).text()
      )?.trim();
      if (value) return value;
    }
  }
  return undefined;
}

/** RSS writes the link as text, Atom in an attribute. */
function linkOf(document: Document, element: Element, prefix: string): string | undefined {
  const links = document(element)
    .children()
    .toArray()
    .filter(({ name }) => name.toLowerCase() === 'link' || name.toLowerCase() === `${prefix}link`);
  const chosen = links.find(({ attribs }) => (attribs.rel ?? 'alternate') === 'alternate');
  if (chosen === undefined) return undefined;
  return (chosen.attribs.href ?? document(chosen).text()).trim() || undefined;
}
