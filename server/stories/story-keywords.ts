import { fold } from '../core/reading/fold.ts';

/** So much of a text tells what it is about. */
const BEGINNING = 120;
const MIN_KEYWORD_LENGTH = 2;
const MAX_KEYWORD_LENGTH = 6;
/** Of a large story so many posts are looked at, evenly taken. */
const SAMPLE = 60;
/** A word stands in so many of them. */
const MIN_TEXT_SHARE = 0.15;
const KEYWORDS = 8;
const WRAPPING = /https?:\/\/[^\s]+|@[^\s:@]{1,30}|网页链接|展开全文c?|收起全文d?|视频/g;

/** What keywords are found in: the folded beginning of a text. */
export function beginningOf(title: string | null, text: string): string {
  const both = title === null || text.startsWith(title) ? text : `${title}。${text}`;
  return fold(both.slice(0, 2 * BEGINNING))
    .text.replace(WRAPPING, ' ')
    .slice(0, BEGINNING);
}

interface Piece {
  texts: number;
  lastText: number;
  readonly before: Set<string>;
  readonly after: Set<string>;
}

/** What of a post keywords are found in. */
interface KeywordSource {
  /** Of `beginningOf`. */
  readonly beginning: string;
  /** Keywords of its reading, one space between two; empty where it was not read. */
  readonly words: string;
}

/**
 * Words that many posts of a story share, strongest first: runs of letters that stand in different company
 * (else they are parts of a longer word), rare in the language at large by `rarityOf`; where the posts were
 * read, only runs that are put together of keywords of theirs (检查阀门, but not 度了 nor 卧室正好).
 */
export function keywordsOf(
  posts: readonly KeywordSource[],
  rarityOf: (word: string) => number,
): readonly string[] {
  const step = Math.max(1, posts.length / SAMPLE);
  const sample = Array.from(
    { length: Math.min(SAMPLE, posts.length) },
    (_, at) => posts[Math.floor(at * step)],
  );
  const texts = sample.map((post) => post?.beginning ?? '');
  const known = new Set(sample.flatMap((post) => post?.words.split(' ') ?? []));
  known.delete('');
  const least = Math.max(2, Math.ceil(texts.length * MIN_TEXT_SHARE));
  const words = [...piecesOf(texts)]
    .filter(([word, piece]) => piece.texts >= least && isWord(word, piece) && isMadeOf(word, known))
    .map(([word, { texts: found }]) => ({
      word,
      found,
      weight: found * rarityOf(word) * Math.sqrt(word.length),
    }))
    .toSorted((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
  const chosen: typeof words = [];
  for (const one of words) {
    if (chosen.length === KEYWORDS) break;
    if (!chosen.some(({ word }) => overlap(word, one.word))) chosen.push(one);
  }
  return chosen.map(({ word }) => word);
}

function overlap(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true;
  return one.slice(1) === other.slice(0, -1) || other.slice(1) === one.slice(0, -1);
}

/** A number, also someone's own: qq1234567. */
const NUMBER = /^\d+$|\d{5}/;

/** Something else before it, and something else after it, or the end of a clause. */
function isWord(word: string, { before, after, texts }: Piece): boolean {
  const free = (company: Set<string>) => company.has('') || company.size >= Math.min(3, 1 + texts / 4);
  return free(before) && free(after) && !NUMBER.test(word);
}

/** Whether words of these, one after the other, make it; always where none are known. */
function isMadeOf(run: string, words: ReadonlySet<string>): boolean {
  if (words.size === 0) return true;
  const reached = [true];
  for (let to = MIN_KEYWORD_LENGTH; to <= run.length; to++) {
    reached[to] = reached.some((there, from) => there && from < to && words.has(run.slice(from, to)));
  }
  return reached[run.length] === true;
}

function piecesOf(texts: readonly string[]): Map<string, Piece> {
  const pieces = new Map<string, Piece>();
  for (const [number, text] of texts.entries()) {
    for (const clause of text.split(/[^\p{L}\p{N}]+/u)) {
      for (const latin of clause.match(/[a-z\d]{2,}/g) ?? []) note(pieces, latin, number, '', '');
      for (const run of clause.split(/[a-z\d]+/)) {
        for (let from = 0; from < run.length; from++) {
          for (
            let to = from + MIN_KEYWORD_LENGTH;
            to <= Math.min(run.length, from + MAX_KEYWORD_LENGTH);
            to++
          ) {
            note(pieces, run.slice(from, to), number, run[from - 1] ?? '', run[to] ?? '');
          }
        }
      }
    }
  }
  return pieces;
}

function note(pieces: Map<string, Piece>, word: string, text: number, before: string, after: string): void {
  const piece = pieces.get(word) ?? { texts: 0, lastText: -1, before: new Set(), after: new Set() };
  if (piece.lastText !== text) piece.texts++;
  piece.lastText = text;
  piece.before.add(before);
  piece.after.add(after);
  pieces.set(word, piece);
}
