import { pageParsers } from '../page-parsers.ts';

const SILENT = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'head']);
const BLOCK = new Set(
  'address article aside blockquote br dd div dl dt figure figcaption footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
/** No post is longer; reading time stays bounded whatever comes. */
const MAX_MARKUP_LENGTH = 500_000;
const MAX_TAG_LENGTH = 2_000;

/**
 * Markup as the text a person would read: tags gone, entities decoded, scripts and styles dropped,
 * blocks on lines of their own, blanks (U+3000 and no-break space too) folded and trimmed.
 * Time grows with length only: parsers that build a tree take seconds on a hundred thousand open tags.
 */
export function plainText(markup: string): string {
  const source = markup.slice(0, MAX_MARKUP_LENGTH);
  return tidy(decodeEntities(source.includes('<') ? withoutTags(source) : source));
}

/** Folds blanks within lines, drops empty lines and control characters. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' ? sign : ''))
    .replace(/ *\n[ \n]*/g, '\n')
    .trim();
}

/** @param text without tags */
function decodeEntities(text: string): string {
  return text.includes('&')
    ? pageParsers.cheerio.load(text, { xml: { xmlMode: false, decodeEntities: true } }).text()
    : text;
}

/** Text between tags, with a stray `<` kept as the entity it should have been. */
function withoutTags(source: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = source.indexOf('<'); open >= 0; open = source.indexOf('<', from)) {
    parts.push(source.slice(from, open));
    const name = /^<(\/?[a-z][\w:-]*|[!?])/i.exec(source.slice(open, open + 40))?.[1]?.toLowerCase();
    if (name === undefined) {
      parts.push('&lt;');
      from = open + 1;
      continue;
    }
    if (BLOCK.has(name.replace('/', ''))) parts.push('\n');
    from = endOf(source, open, name);
    if (from === -1) return parts.join('');
  }
  parts.push(source.slice(from));
  return parts.join('');
}

/** Where the text goes on after the tag, comment, CDATA or silent element at `open`; -1: nowhere. */
function endOf(source: string, open: number, name: string): number {
  if (source.startsWith('<!--', open)) return after(source, '-->', open);
  if (SILENT.has(name)) return after(source, '>', source.toLowerCase().indexOf(`</${name}`, open));
  const quoted = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(source.slice(open, open + MAX_TAG_LENGTH));
  if (quoted === null) return after(source, '>', open);
  const inside = open + quoted[0].length;
  return isHidden(quoted[0]) ? afterHidden(source, name, inside) : inside;
}

/** Nobody sees what is in it: what forums strew between the words of a post, so that copies are known. */
function isHidden(tag: string): boolean {
  if (!/hidden|none|jammer/i.test(tag) || tag.startsWith('</') || tag.endsWith('/>')) return false;
  if (/\sstyle\s*=\s*(?:"[^"]*|'[^']*|)\bdisplay\s*:\s*none\b/i.test(tag)) return true;
  if (/\sclass\s*=\s*["']?\s*jammer\s*["'\s>]/i.test(tag)) return true;
  return /\shidden(?=[\s=>]|$)/i.test(tag.replace(/"[^"]*"|'[^']*'/g, '""'));
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** What is hidden within words is short; what nobody closes must not swallow the text. */
const MAX_HIDDEN_LENGTH = 20_000;

/** Behind the end of the element whose inside begins at `from`; there itself where it has no end. */
function afterHidden(source: string, name: string, from: number): number {
  if (VOID.test(name)) return from;
  let depth = 1;
  const tags = new RegExp(`<(/?)${name}(?=[\\s>/])[^<>]*>`, 'gi');
  for (const tag of source.slice(from, from + MAX_HIDDEN_LENGTH).matchAll(tags)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth === 0) return from + tag.index + tag[0].length;
  }
  return from;
}

function after(source: string, mark: string, from: number): number {
  const at = from < 0 ? -1 : source.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}
