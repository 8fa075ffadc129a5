import type { Normalised } from './normalise.ts';
import { KIND, type Kind, type Term } from './terms.ts';

/** How a listed word must stand among its neighbours to be that word and not part of another. */
export const GUARD = { free: 0, pair: 1, single: 2, negation: 3, degree: 4, feeling: 5, latin: 6 } as const;
export type Guard = (typeof GUARD)[keyof typeof GUARD];

const FREE_KINDS: ReadonlySet<Kind> = new Set([KIND.cue, KIND.exclusion, KIND.exception, KIND.sign]);

/** Decided once per listing, so that a scan looks only at numbers. */
export function guardOf({ text, kind }: Term): Guard {
  const first = text.charCodeAt(0);
  if (first < 0x80 || text.charCodeAt(text.length - 1) < 0x80) return GUARD.latin;
  if (FREE_KINDS.has(kind) || !isHan(first)) return GUARD.free;
  if (text.length === 1) {
    if (kind === KIND.negation) return GUARD.negation;
    if (kind === KIND.degree) return GUARD.degree;
    return kind === KIND.sentiment ? GUARD.feeling : GUARD.single;
  }
  return text.length === 2 && kind !== KIND.negation ? GUARD.pair : GUARD.free;
}

/** In front of these one character still stands alone: 太差, 很慢, 不好. */
const BEFORE_FEELING = flags('太很超最挺真蛮好更不没巨贼偏较够');
const AFTER_DEGREE = flags('好差慢快贵难烂爽美');

/** Whether a word at [start, end) stands free; `edges` is 1 where the segmenter begins a word. */
export function stands(guard: number, text: string, edges: Uint8Array, start: number, end: number): boolean {
  if (guard === GUARD.free || (edges[start] === 1 && edges[end] === 1)) return true;
  switch (guard) {
    case GUARD.pair:
      // 要|跳舞 is not 要跳; 停水 inside one longer word is still 停水.
      return edges[start + 1] !== 1;
    case GUARD.negation:
      return edges[start] === 1;
    case GUARD.degree:
      return edges[start] === 1 && edges[start + 2] === 1 && AFTER_DEGREE[text.charCodeAt(start + 1)] === 1;
    case GUARD.feeling:
      return edges[end] === 1 && edges[start - 1] === 1 && BEFORE_FEELING[text.charCodeAt(start - 1)] === 1;
    default:
      return false;
  }
}

const UNIT_AFTER = /[元块毛分秒时点号日月年天周米公里克斤吨度个条件只次人名位岁路栋幢楼层室期级倍寸%.:-]/;

/** Latin words and numbers: whole ones only, in the spelling listed, and no part of an amount. */
export function standsLatin(term: Term, source: Normalised, start: number, end: number): boolean {
  const { text } = source;
  if (isWord(text.charCodeAt(start)) && isWord(text.charCodeAt(start - 1))) return false;
  if (isWord(text.charCodeAt(end - 1)) && isWord(text.charCodeAt(end))) return false;
  if (/^\d+$/.test(term.text)) {
    if (UNIT_AFTER.test(text.charAt(end)) || /[第共约近¥$.:-]/.test(text.charAt(start - 1))) return false;
    // A lone 6 is praise or mockery only when nothing else stands beside it.
    if (term.text.length === 1) return !isHan(text.charCodeAt(start - 1)) && !isHan(text.charCodeAt(end));
  }
  if (term.spellings.length === 0) return true;
  const [from, to] = source.original(start, end);
  return term.spellings.includes(source.given.slice(from, to).normalize('NFKC'));
}

function isWord(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}

function isHan(unit: number): boolean {
  return unit >= 0x4e00 && unit < 0xa000;
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (const each of characters) table[each.charCodeAt(0)] = 1;
  return table;
}
