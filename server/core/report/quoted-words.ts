import { contentLetters } from '../mention/pseudonym.ts';
import type { Block, ReportSnapshot } from './report-snapshot.ts';

/** Letters by which a stretch of words is found; what is shorter is said by many. */
const GRAM = 8;
/** Letters of a sentence that are enough to know it by. */
const ENOUGH = 40;
const SENTENCE_END = /[。！？!?；;\n]+/;
const STRUCK = '（原文已按当事人请求删除）';

interface Said {
  readonly title: string | null;
  readonly text: string;
}

/** All letters of a post: white space, punctuation and width do not count. */
export function lettersSaid({ title, text }: Said): string {
  return contentLetters([title ?? '', text].join(' '));
}

/** Letters of a post's sentences, of a long one the beginning; none of what is too short to be told from others'. */
export function sentencesSaid({ title, text }: Said): readonly string[] {
  const each = [title ?? '', ...text.split(SENTENCE_END)];
  return each.map((said) => contentLetters(said).slice(0, ENOUGH)).filter((said) => said.length >= GRAM);
}

/**
 * Gets ready to look for stretches of letters. What it makes says which of them stand in others, in a time that grows
 * with those and not with how many are looked for; what is shorter than eight letters is never found.
 */
export function finderOf(stretches: Iterable<string>): (letters: string) => readonly string[] {
  const byBeginning = new Map<string, string[]>();
  for (const stretch of new Set(stretches)) {
    if (stretch.length < GRAM) continue;
    const gram = stretch.slice(0, GRAM);
    byBeginning.set(gram, [...(byBeginning.get(gram) ?? []), stretch]);
  }
  return (letters) => {
    const found: string[] = [];
    for (let at = 0; byBeginning.size > 0 && at + GRAM <= letters.length; at += 1) {
      const begun = byBeginning.get(letters.slice(at, at + GRAM)) ?? [];
      found.push(...begun.filter((stretch) => letters.startsWith(stretch, at)));
    }
    return found;
  };
}

/** Letters of what a report quotes word for word. */
export function quotesIn({ sections }: ReportSnapshot): readonly string[] {
  const blocks = sections.flatMap((section) => section.blocks);
  return blocks.flatMap((block) =>
    block.kind === 'quotes' ? block.quotes.map(({ text }) => contentLetters(text)) : [],
  );
}

/** Strikes quotes out of a report. @param theirs the letters of those that are to go @returns null: there is none */
export function strike(snapshot: ReportSnapshot, theirs: ReadonlySet<string>): ReportSnapshot | null {
  if (!quotesIn(snapshot).some((quote) => theirs.has(quote))) return null;
  const strikeBlock = (block: Block): Block => {
    if (block.kind !== 'quotes') return block;
    const quotes = block.quotes.map((quote) =>
      theirs.has(contentLetters(quote.text)) ? { ...quote, text: STRUCK, url: null } : quote,
    );
    return { ...block, quotes };
  };
  const sections = snapshot.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map(strikeBlock),
  }));
  return { ...snapshot, sections };
}

/** All that stands in a report in words. */
export function wordsOf({ title, summary, sections }: ReportSnapshot): readonly string[] {
  return [
    title,
    ...summary,
    ...sections.flatMap(({ finding, blocks }) => [finding, ...blocks.flatMap(said)]),
  ];
}

function said(block: Block): readonly string[] {
  if (block.kind === 'text') return [block.text];
  if (block.kind === 'quotes') return [block.title, ...block.quotes.map(({ text }) => text)];
  if (block.kind === 'volume') return [block.title];
  return [block.title, ...block.rows.flat().filter((cell) => typeof cell === 'string')];
}
