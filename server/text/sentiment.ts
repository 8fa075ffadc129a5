import type { Clause } from './clauses.ts';
import { type Weigh, weighSentence } from './emphasis.ts';
import type { Hit, Reading } from './reading.ts';
import { KIND, type Term } from './terms.ts';

/** One span's share of the score. Spans may overlap no other span's share. */
export interface Share {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  /** Index of the clause it stands in. */
  readonly clause: number;
  readonly negated: boolean;
}

/** A face stands for itself: 没电了😭 is no joy. */
const FACE = /^(?:\p{Extended_Pictographic}|\[)/u;
const NEGATED = -0.8;
const DOUBLY_NEGATED = 0.6;
/** 并不是不好: the word holds the second negation itself. */
const NEGATED_TWICE = -0.25;
const ASKED = 0.3;
// Degrees that follow what they strengthen: 难吃得要命, 贵得离谱.
const AFTERWARDS: ReadonlySet<string> = new Set(
  '死了 坏了 要命 要死 离谱 爆表 炸裂 逆天 透顶 至极 到极点 十足 万分'.split(' '),
);
/** How far before a word its modifiers reach. */
const REACH = 8;

/**
 * Shares of every word that feels: weight × degree × negation × place in the sentence. A praise in a
 * question counts 0.3. They only add up: the score before squashing is their sum.
 */
export function feelings(reading: Reading): Share[] {
  const shares: Share[] = [];
  const { clauses } = reading;
  let at = 0;
  let free = 0;
  let weigh: Weigh | undefined;
  let sentence = -1;
  for (const hit of feelingHits(reading)) {
    if (hit.start < free) continue;
    while (at + 1 < clauses.length && (clauses[at] as Clause).end <= hit.start) at++;
    const clause = clauses[at];
    if (!clause) continue;
    if (clause.sentence !== sentence) {
      sentence = clause.sentence;
      weigh = weighSentence(reading, clause);
    }
    const from = Math.max(clause.start, free, hit.start - REACH);
    const { factor, negated, start, end } = modify(reading, hit, from, clause.end);
    let weight = hit.term.weight * factor * (weigh?.(hit.start) ?? 1);
    if (clause.question && weight > 0) weight *= ASKED;
    free = end;
    if (weight !== 0) shares.push({ start, end, weight: clamp(weight, 2), clause: at, negated });
  }
  return shares;
}

/** Feeling words, and service words that feel where no feeling word stands. */
function feelingHits(reading: Reading): readonly Hit[] {
  const words = reading.of(KIND.sentiment);
  const extra: Hit[] = [];
  const take = (hits: readonly Hit[], weight: (term: Term) => number) => {
    for (const hit of hits) {
      const value = weight(hit.term);
      if (value === 0 || overlaps(words, hit) || overlaps(extra, hit)) continue;
      extra.push({ ...hit, term: weighing(hit.term, value) });
    }
  };
  take(reading.of(KIND.servqual), (term) => term.weight);
  take(reading.of(KIND.marker), (term) => MARKER[term.name] ?? 0);
  take(reading.of(KIND.intent), (term) => INTENT[term.name] ?? 0);
  take(reading.of(KIND.rhetorical), (term) => (EARNEST.has(term.text) ? 0 : ASKED_IN_ANGER));
  if (extra.length === 0) return words;
  return [...words, ...extra].sort((a, b) => a.start - b.start || b.end - a.end);
}

const weighed = new WeakMap<Term, Term>();

/** A term as one that feels; what it weighs is the same every time. */
function weighing(term: Term, weight: number): Term {
  if (term.weight === weight) return term;
  const known = weighed.get(term) ?? { ...term, weight };
  weighed.set(term, known);
  return known;
}

const ASKED_IN_ANGER = -0.35;
// Rhetoric or a true question: only the rest of the sentence can tell.
const EARNEST: ReadonlySet<string> = new Set(
  '难道 什么意思 怎么能 怎么可以 这就是 这叫 合适吗 合理吗 能信吗 你信吗'.split(' '),
);
const MARKER: Readonly<Record<string, number>> = { below_expectation: -0.5, exceed_expectation: 0.5 };
const INTENT: Readonly<Record<string, number>> = { escalation_threat: -0.35, boycott_churn: -0.5 };

function overlaps(hits: readonly Hit[], { start, end }: Hit): boolean {
  for (const hit of hits) if (hit.start < end && hit.end > start) return true;
  return false;
}

interface Modified {
  readonly factor: number;
  readonly negated: boolean;
  readonly start: number;
  readonly end: number;
}

/** Degree and negation around one word, and the span from the first of them to the last. */
function modify(reading: Reading, hit: Hit, from: number, until: number): Modified {
  let factor = 1;
  let { start, end } = hit;
  for (const degree of reading.of(KIND.degree)) {
    if (degree.start >= hit.end + 2) break;
    if (degree.start >= from && degree.end <= hit.start) {
      factor = factor === 1 ? degree.term.weight : Math.max(factor, degree.term.weight);
      start = Math.min(start, degree.start);
    } else if (degree.start >= hit.end && degree.end <= until && AFTERWARDS.has(degree.term.text)) {
      factor = Math.max(factor, degree.term.weight);
      end = degree.end;
    }
  }
  const negations = reaching(reading, hit, from);
  if (negations.length > 0) {
    start = Math.min(start, negations[0] as number);
    const already = /^[不没无]/.test(hit.term.text);
    factor *= negations.length % 2 === 0 ? DOUBLY_NEGATED : already ? NEGATED_TWICE : NEGATED;
  }
  return { factor, negated: negations.length % 2 === 1, start, end };
}

/** 没电了进不去: that something ran out does not turn round what comes of it. */
const RAN_OUT = /^没有?(?:电|水|气|暖|网|油|钱|票|货|座|床位|车位|库存|信号|流量)了/;

function reaching(reading: Reading, hit: Hit, from: number): number[] {
  if (FACE.test(hit.term.text)) return [];
  return negationsIn(reading, from, hit.start).filter(
    (at) => !RAN_OUT.test(reading.text.slice(at, hit.start)),
  );
}

/** Starts of the negations in [from, to) that are none of the fixed phrases (不得不, 没想到, 特别, …). */
export function negationsIn(reading: Reading, from: number, to: number): number[] {
  const found: number[] = [];
  for (const negation of reading.of(KIND.negation)) {
    if (negation.start >= to) break;
    if (negation.start < from || negation.end > to) continue;
    if (!overlaps(reading.of(KIND.exception), negation)) found.push(negation.start);
  }
  return found;
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
