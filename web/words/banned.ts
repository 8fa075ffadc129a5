import type { BannedPhrase } from '../api/client.ts';

export interface BannedHit {
  readonly phrase: string;
  readonly why: string;
  readonly instead: string;
}

/** Every phrase of the list that a statement carries, in the order of the list, each phrase once. */
export function bannedIn(text: string, list: readonly BannedPhrase[]): readonly BannedHit[] {
  return list.flatMap(({ pattern, why, instead }) => {
    const found = new Set([...text.matchAll(new RegExp(pattern, 'g'))].map((match) => match[0]));
    return [...found].map((phrase) => ({ phrase, why, instead }));
  });
}

const GAP = /\.\{\d+,\d+\}/g;
const ONE_OF = /\[([^\]]+)\]/g;
const CHOICE = /\(([^()]*)\)/;
const WIDE = /[\u2e80-\uffef]/;

/** A pattern as a person would write it down: `恶意(抹黑|炒作)` is 恶意抹黑 and 恶意炒作, a gap is …. */
export function phrasesOf(pattern: string): readonly string[] {
  const plain = pattern
    .replaceAll(GAP, '…')
    .replaceAll(ONE_OF, (_, marks: string) => WIDE.exec(marks)?.[0] ?? marks.slice(0, 1));
  return plain.split(/\|(?![^(]*\))/).flatMap(choices);
}

function choices(text: string): readonly string[] {
  const match = CHOICE.exec(text);
  if (!match) return [text];
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  return (match[1] ?? '').split('|').flatMap((choice) => choices(before + choice + after));
}
