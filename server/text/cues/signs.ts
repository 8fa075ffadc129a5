import { clauseAt } from '../clauses.ts';
import type { Reading } from '../reading.ts';
import { KIND } from '../terms.ts';
import { SIGNS, type Sign } from './sign-table.ts';

export interface SignHit {
  /** `sev.fraud`, `touch.delivery`, `servqual.empathy`, `intent.rumour` */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** 1 for what is good of itself, −1 for what is bad, 0 where only its surroundings say. */
  readonly side: -1 | 0 | 1;
}

const NONE: readonly SignHit[] = [];

/** Every sign of a text, each once a sentence, in the order of what set it off. */
export function signsOf(reading: Reading): readonly SignHit[] {
  const triggers = reading.of(KIND.sign);
  if (triggers.length === 0) return NONE;
  const found: SignHit[] = [];
  const tried: Sign[] = [];
  let sentence = -1;
  for (const { term, start: at } of triggers) {
    const clause = clauseAt(reading, at);
    if (clause.sentence !== sentence) {
      sentence = clause.sentence;
      tried.length = 0;
    }
    for (const sign of SIGNS.get(term.text) ?? []) {
      if (tried.includes(sign)) continue;
      tried.push(sign);
      const match = sign.pattern.exec(reading.text.slice(clause.sentenceStart, clause.sentenceEnd + 1));
      if (match === null) continue;
      const start = clause.sentenceStart + match.index;
      const end = start + match[0].length;
      for (const name of sign.names) found.push({ name, start, end, side: sign.side });
    }
  }
  return found;
}
