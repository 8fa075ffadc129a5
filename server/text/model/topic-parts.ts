import { type Clause, clauseIndex } from '../clauses.ts';
import type { Reading } from '../reading.ts';
import type { Score } from '../score.ts';
import { Distinct } from './distinct.ts';
import { featuresOf } from './features.ts';
import type { TopicName } from './topic-names.ts';

/** A clause as the topic model sees it. */
export interface Part {
  readonly span: readonly [number, number];
  /** Distinct hashes of its features. */
  readonly features: readonly number[];
}

export interface Parts {
  readonly clauses: readonly Part[];
  /** Features of the text as a whole. */
  readonly whole: readonly number[];
}

/** Clauses past these are left out: a review has a dozen, and scratch stays small. */
const MAX_CLAUSES = 256;
const FEELING = 1;
const AROUND = 2;
const ASKS = 3;
const NO_FEELING = 9;

const distinct = new Distinct();

/** Features of a text, clause by clause: a topic is mentioned in one place, not by the text as a whole. */
export function partsOf(reading: Reading, score: Score): Parts {
  const clauses = clausesOf(reading);
  const own: number[][] = clauses.map(() => []);
  const whole: number[] = [];
  distinct.begin(clauses.length + 1);
  const put = (part: number, hash: number) => {
    if (distinct.isNew(hash, part)) (own[part] ?? whole).push(hash);
  };
  const { hashes, starts, ends, count } = featuresOf(reading, score);
  for (let at = 0; at < count; at++) {
    const part = ends[at] === 0 ? clauses.length : clauseIndex({ clauses }, starts[at] as number);
    put(part, hashes[at] as number);
  }
  addFeelings(clauses, score, put);
  return {
    clauses: clauses.map(({ start, end }, at) => ({ span: [start, end], features: own[at] as number[] })),
    whole,
  };
}

/** Which of the topics each clause has a word of: 1 at [topic × clauses + clause]. */
export function hintsOf(
  reading: Reading,
  clauses: readonly Part[],
  topics: readonly TopicName[],
): Uint8Array {
  const hints = new Uint8Array(topics.length * clauses.length);
  const { text } = reading;
  topics.forEach(({ words }, topic) => {
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const clause = clauseIndex(reading, at);
        const span = clauses[clause]?.span;
        if (span && span[0] <= at && span[1] >= at + word.length) hints[topic * clauses.length + clause] = 1;
      }
    }
  });
  return hints;
}

function clausesOf({ clauses, text }: Reading): readonly Clause[] {
  if (clauses.length > 0) return clauses.slice(0, MAX_CLAUSES);
  return [
    { start: 0, end: text.length, sentence: 0, sentenceStart: 0, sentenceEnd: text.length, question: false },
  ];
}

/** What the word lists feel in the clause and in its sentence, coarsely, and whether it is a question. */
function addFeelings(
  clauses: readonly Clause[],
  { shares }: Score,
  put: (part: number, hash: number) => void,
): void {
  const own = new Float64Array(clauses.length);
  const told = new Uint8Array(clauses.length);
  const around = new Map<number, number>();
  for (const { clause, weight } of shares) {
    const sentence = clauses[clause]?.sentence;
    if (sentence === undefined) continue;
    own[clause] = (own[clause] as number) + weight;
    told[clause] = 1;
    around.set(sentence, (around.get(sentence) ?? 0) + weight);
  }
  clauses.forEach(({ sentence, question }, at) => {
    const level = Math.max(-4, Math.min(4, Math.round((own[at] as number) * 3)));
    put(at, mark(FEELING, told[at] === 0 ? NO_FEELING : level + 4));
    put(at, mark(AROUND, Math.sign(Math.round((around.get(sentence) ?? 0) * 10)) + 1));
    put(at, mark(ASKS, question ? 1 : 0));
  });
}

function mark(kind: number, value: number): number {
  let hash = Math.imul(0x9191 ^ (kind * 16 + value), 0x9e37_79b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846c_a68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
