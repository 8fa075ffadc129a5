import type { Severity } from '../core/reading/analysis.ts';
import { clauseAt, clauseIndex } from './clauses.ts';
import { CUES_BY_TRIGGER, type Cue } from './cues/cues.ts';
import { sortByStart } from './in-order.ts';
import type { Measure } from './measures/measures.ts';
import type { Reading } from './reading.ts';
import { exaggerates, type Ironies, ironicSentences } from './sarcasm.ts';
import { feelings, type Share } from './sentiment.ts';
import { KIND } from './terms.ts';

/** A complaint told without a word of displeasure, found by one of the general patterns. */
export interface CueHit {
  readonly cue: Cue;
  readonly start: number;
  readonly end: number;
}

/** Everything that weighed, ascending; the score before squashing is the sum of the weights. */
export interface Score {
  readonly shares: readonly Share[];
  readonly sum: number;
  readonly cues: readonly CueHit[];
  /** True when some sentence means the opposite of its words. */
  readonly ironic: boolean;
  /** A death or a fire is told, and nothing beside it is liked. */
  readonly grim: boolean;
}

const NO_CUES: readonly CueHit[] = [];
const TURNED = -0.8;
const BITTER = -0.6;
const BROKEN_PROMISE = -0.5;
const WAITED = -0.5;
/** 说24小时回电，四小时就回了: sooner than told. */
const SOONER = 0.4;
const GRAVE = -0.6;
/** "As expected" speaks for neither side: praise and blame beside it count less. */
const AS_EXPECTED = 0.4;
const MIDDLING: ReadonlySet<string> = new Set(
  '中规中矩 还可以 还行 可以接受 不功不过 无功无过 正常水平 不出所料 预料之中'.split(' '),
);

/** Adds up feelings, stated waits, wordless complaints, grave events and irony. */
export function scoreOf(
  reading: Reading,
  measures: readonly Measure[],
  ironies: Ironies,
  grave: readonly GraveSpan[],
): Score {
  let shares = feelings(reading);
  const add = (start: number, end: number, weight: number) => {
    if (shares.some((share) => share.start < end && share.end > start)) return;
    shares.push({ start, end, weight, clause: clauseIndex(reading, start), negated: false });
  };
  for (const measure of measures) {
    const { start, end, kind, worse, untaught } = measure;
    if (untaught) continue;
    if (worse) add(start, end, kind === 'promise' ? BROKEN_PROMISE : WAITED);
    else if (isSooner(measure)) add(start, end, SOONER);
  }
  for (const { start, end } of grave) add(start, end, GRAVE);
  const cues = cueHits(reading);
  for (const { start, end, cue } of cues) add(start, end, cue.weight);

  const ironic = applyIrony(reading, ironies, shares, add);
  if (ironic) shares = ironic;
  if (reading.of(KIND.marker).some((hit) => MIDDLING.has(hit.term.text))) {
    shares = shares.map((share) => ({ ...share, weight: share.weight * AS_EXPECTED }));
  }
  sortByStart(shares);
  let sum = 0;
  for (const share of shares) sum += share.weight;
  const grim = grave.some(isGrim) && shares.every(({ weight }) => weight <= 0);
  return { shares, sum, cues, ironic: ironic !== null, grim };
}

function isGrim({ category }: GraveSpan): boolean {
  return category === 'death' || category === 'fire_explosion';
}

function isSooner({ kind, about, expected = 0, actual, worse }: Measure): boolean {
  return kind === 'promise' && about === 'waiting' && !worse && actual < expected;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface GraveSpan extends Span {
  readonly category: Severity;
}

/** Null when nothing is ironic. Praise in an ironic sentence counts −0.8 of itself. */
function applyIrony(
  reading: Reading,
  ironies: Ironies,
  shares: readonly Share[],
  add: (start: number, end: number, weight: number) => void,
): Share[] | null {
  if (reading.of(KIND.cue).length === 0 && reading.of(KIND.sarcasm).length === 0) return null;
  const sentenceOf = (share: Share) => reading.clauses[share.clause]?.sentence ?? 0;
  const sentences = ironicSentences(reading, ironies, (sentence) =>
    shares.some(
      (share) =>
        share.weight < 0 && sentenceOf(share) === sentence && !exaggerates(reading.text, share.start),
    ),
  );
  if (sentences.length === 0) return null;
  for (const { bitter, sentence, start, end } of sentences) {
    if (bitter && !shares.some((share) => sentenceOf(share) === sentence)) add(start, end, BITTER);
  }
  const turned = new Set(sentences.map((each) => each.sentence));
  return shares.map((share) =>
    share.weight > 0 && turned.has(sentenceOf(share)) ? { ...share, weight: share.weight * TURNED } : share,
  );
}

function cueHits(reading: Reading): readonly CueHit[] {
  let hits: CueHit[] | null = null;
  const tried: Cue[] = [];
  let from = -1;
  let text = '';
  for (const trigger of reading.of(KIND.cue)) {
    const cues = CUES_BY_TRIGGER.get(trigger.term.text);
    if (cues === undefined) continue;
    const { sentenceStart, sentenceEnd } = clauseAt(reading, trigger.start);
    if (sentenceStart !== from) {
      from = sentenceStart;
      tried.length = 0;
      text = reading.text.slice(sentenceStart, sentenceEnd + 1);
    }
    for (const cue of cues) {
      if (tried.includes(cue)) continue;
      tried.push(cue);
      if (hits?.some((hit) => hit.cue === cue && hit.end > sentenceStart)) continue;
      const match = cue.pattern.exec(text);
      if (!match) continue;
      const start = sentenceStart + match.index;
      hits ??= [];
      hits.push({ cue, start, end: start + match[0].length });
    }
  }
  return hits ?? NO_CUES;
}
