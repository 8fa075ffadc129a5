import { fold } from './fold.ts';

/** A term of a rule, read: a word or phrase, or two words near each other. Words are folded. */
export type Term =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'near'; readonly distance: number; readonly a: string; readonly b: string };

export type TermFault = 'empty_term' | 'too_short' | 'too_long' | 'bad_near' | 'unbalanced_quote';

const NEAR = /^near\s*\/\s*(\d{1,3})\s*\(([^()]*)\)$/;
const MAX_TERM_LENGTH = 50;
const MAX_NEAR_DISTANCE = 100;

/** Reads one term as written in a rule; a fault's code where it cannot stand. */
export function readTerm(written: string): Term | TermFault {
  const text = fold(written.replaceAll('“', '"').replaceAll('”', '"').replaceAll('，', ',')).text.trim();
  if (text === '') return 'empty_term';
  if (/^near\s*[/(]/.test(text)) return readNear(text);
  const word = readWord(text);
  return isFault(word) ? (word.fault as TermFault) : { kind: 'word', word: word.word };
}

function readNear(text: string): Term | TermFault {
  const [, digits = '', inside = ''] = NEAR.exec(text) ?? [];
  const parts = inside.split(',');
  const distance = Number(digits);
  if (digits === '' || parts.length !== 2 || distance < 1 || distance > MAX_NEAR_DISTANCE) return 'bad_near';
  const [a, b] = parts.map((part) => readWord(part.trim()));
  if (!a || !b) return 'bad_near';
  if (isFault(a)) return a.fault;
  if (isFault(b)) return b.fault;
  return { kind: 'near', distance, a: a.word, b: b.word };
}

type Word = { readonly word: string } | { readonly fault: TermFault };

function readWord(text: string): Word {
  const quotes = text.split('"').length - 1;
  const quoted = quotes === 2 && text.startsWith('"') && text.endsWith('"') && text.length > 1;
  if (quotes !== 0 && !quoted) return { fault: 'unbalanced_quote' };
  const word = (quoted ? text.slice(1, -1) : text).trim();
  if (word === '') return { fault: 'empty_term' };
  if ([...word].length < 2) return { fault: 'too_short' };
  if (word.length > MAX_TERM_LENGTH) return { fault: 'too_long' };
  return { word };
}

function isFault(word: Word): word is { readonly fault: TermFault } {
  return 'fault' in word;
}
