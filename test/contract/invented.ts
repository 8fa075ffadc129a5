import type { Page } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const NAMED = /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi;
const ESCAPED = /\\u([\da-f]{4})/gi;

/** A page without its wrapping: escapes of JSON and HTML (some pages are escaped twice) undone, tags gone. */
function unwrapped(body: string): string {
  let text = body;
  for (let turn = 0; turn < 3; turn++) {
    text = text
      .replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\[nrt]/g, ' ')
      .replace(/\\(.)/g, '$1')
      .replace(NAMED, (whole, decimal, hex, word) => {
        if (word) return ENTITIES[word.toLowerCase()] ?? whole;
        return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
      });
  }
  return text.replace(/<!\[CDATA\[|\]\]>/g, '').replace(/<[^<>]*>/g, ' ');
}

/** Letters and digits alone: what a reader may change in a text is its spaces and its marks. */
const bare = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/** How a page may write a number: whole, or as 1.2万. */
function* spellings(value: number): Iterable<string> {
  yield String(value);
  for (const [unit, size] of [
    ['万', 1e4],
    ['亿', 1e8],
    ['k', 1e3],
    ['K', 1e3],
    ['M', 1e6],
  ] as const)
    yield `${value / size}${unit}`;
}

/** What the source of company figures puts beside them, in Chinese. */
const LABELS = /有效投诉|已回复|已完成|评分/g;

/** What of a post's facts does not stand in the page that it was read from. */
export function inventedIn(post: SourcePost, page: Page): readonly string[] {
  const shown = unwrapped(page.body);
  const [shownBare, bodyBare] = [bare(shown), bare(page.body)];
  const stands = (text: string) => shownBare.includes(bare(text)) || bodyBare.includes(bare(text));
  const pieces = `${post.title ?? ''}\n${post.text}`.replace(LABELS, '\n').split(/[\n。！？!?（）：，]/);
  const words = [...pieces, post.author ?? '', post.region ?? ''].filter((piece) => !stands(piece));
  const metrics = Object.values(post.metrics ?? {}).filter((value) => value !== undefined);
  const numbers = [...metrics, ...(post.rating === undefined ? [] : [post.rating])].filter(
    (value) =>
      ![...spellings(value)].some((spelled) => page.body.includes(spelled) || shown.includes(spelled)),
  );
  // An address is made of a number that the page gives, unless it is the page's own.
  const ids = post.url === page.url ? [] : (post.url?.match(/\d{4,}/g) ?? []);
  return [...words, ...numbers.map(String), ...ids.filter((id) => !page.body.includes(id))];
}
