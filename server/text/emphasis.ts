import { type Clause, clauseAt } from './clauses.ts';
import type { Hit, Reading } from './reading.ts';
import { isFictional } from './severity/fictional.ts';
import { KIND } from './terms.ts';

/** How much a word at an offset of one sentence counts. */
export type Weigh = (at: number) => number;

const BEFORE_SHIFT = 0.25;
/** What a story's people feel is not what its viewer feels. */
const UNREAL = 0.1;
// These turn a sentence wherever they stand; the others only at the start of a clause.
const ALWAYS_TURNS = new Set([
  '但',
  '但是',
  '可是',
  '却',
  '却又',
  '然而',
  '反而',
  '反倒',
  '结果却',
  '只不过',
]);
const EVEN: Weigh = () => 1;

/**
 * Weighs the halves of a sentence: after a turn ("但是") 0.75 and before it 0.25; inside a concession
 * ("虽然 …,") 0.35. Sentences with neither count in full.
 */
export function weighSentence(reading: Reading, sentence: Clause): Weigh {
  const { sentenceStart, sentenceEnd } = sentence;
  if (isFictional(reading, sentence)) return () => UNREAL;
  if (reading.of(KIND.shift).length === 0 && reading.of(KIND.concession).length === 0) return EVEN;
  const shift = within(reading.of(KIND.shift), sentenceStart, sentenceEnd).findLast((hit) =>
    turns(reading, hit),
  );
  const yields = within(reading.of(KIND.concession), sentenceStart, sentenceEnd)
    .filter((hit) => opensClause(reading, hit))
    .map((hit) => ({ start: hit.start, end: clauseAt(reading, hit.start).end, weight: hit.term.weight }));
  if (!shift && yields.length === 0) return EVEN;
  return (at) => {
    const conceded = yields.find((part) => at >= part.start && at < part.end);
    if (conceded) return conceded.weight;
    if (!shift) return 1;
    return at < shift.start ? BEFORE_SHIFT : shift.term.weight;
  };
}

function within(hits: readonly Hit[], start: number, end: number): readonly Hit[] {
  if (hits.length === 0) return hits;
  return hits.filter((hit) => hit.start >= start && hit.end <= end);
}

function turns(reading: Reading, hit: Hit): boolean {
  // 不但 and 不过 as "no more than" turn nothing.
  if (hit.term.text === '但' && reading.text.charAt(hit.start - 1) === '不') return false;
  return ALWAYS_TURNS.has(hit.term.text) || opensClause(reading, hit);
}

function opensClause(reading: Reading, hit: Hit): boolean {
  const clause = clauseAt(reading, hit.start);
  return hit.start - clause.start <= 2 && hit.end <= clause.end;
}
