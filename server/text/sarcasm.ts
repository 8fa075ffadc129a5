import { clauseAt } from './clauses.ts';
import { TRIGGERS } from './cues/irony-triggers.ts';
import type { Lexicon } from './lexicon.ts';
import type { Reading } from './reading.ts';
import { KIND } from './terms.ts';
import { TRAIT } from './traits.ts';

/** One pattern of irony. */
interface Irony {
  readonly pattern: RegExp;
  readonly bitter: boolean;
  readonly loose: boolean;
}

// Bitter even where no praise stands: the sentence counts as negative by itself.
const BITTER: ReadonlySet<number> = new Set([1, 2, 3, 6, 7, 8, 10, 13, 14, 16]);
// Also said in earnest ("这就是我要的!"): these need a question or something negative beside them.
const LOOSE: ReadonlySet<number> = new Set([5, 12, 15]);

/** The lexicon's patterns by trigger; every repeat in them is bounded, so none can run away. */
export type Ironies = ReadonlyMap<string, readonly Irony[]>;

export function compileIronies({ sarcasm }: Lexicon): Ironies {
  const ironies = new Map<string, Irony[]>();
  for (const [at, { p }] of sarcasm.regex.entries()) {
    const pattern = new RegExp(p.replace('\\s*', '\\s?'));
    const irony = { pattern, bitter: BITTER.has(at + 1), loose: LOOSE.has(at + 1) };
    for (const trigger of TRIGGERS[at] ?? []) ironies.set(trigger, [...(ironies.get(trigger) ?? []), irony]);
  }
  return ironies;
}

/** What irony does to one sentence: turns praise round, and may be bitter by itself. */
export interface IronicSentence {
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
  readonly bitter: boolean;
}

/**
 * Ironic sentences: a pattern matches, or a word of sarcasm stands beside something negative. Such a
 * word alone decides nothing.
 */
export function ironicSentences(
  reading: Reading,
  ironies: Ironies,
  isNegative: (sentence: number) => boolean,
): IronicSentence[] {
  const found: IronicSentence[] = [];
  for (const hit of reading.of(KIND.sarcasm)) {
    const { sentence } = clauseAt(reading, hit.start);
    if (isNegative(sentence)) found.push({ sentence, start: hit.start, end: hit.end, bitter: false });
  }
  const tried: Irony[] = [];
  let text = '';
  let last = -1;
  for (const hit of reading.of(KIND.cue)) {
    const candidates = ironies.get(hit.term.text);
    if (candidates === undefined) continue;
    const clause = clauseAt(reading, hit.start);
    const { sentence, sentenceStart, sentenceEnd } = clause;
    if (sentence !== last) {
      last = sentence;
      tried.length = 0;
      text = reading.text.slice(sentenceStart, sentenceEnd + 1);
    }
    if (found.some((each) => each.sentence === sentence && each.bitter)) continue;
    for (const irony of candidates) {
      if (tried.includes(irony)) continue;
      if (irony.loose && !clause.question && !isNegative(sentence)) continue;
      tried.push(irony);
      const match = irony.pattern.exec(text);
      if (!match) continue;
      const start = sentenceStart + match.index;
      found.push({ sentence, start, end: start + match[0].length, bitter: irony.bitter });
    }
  }
  return found;
}

const GOOD_BEFORE =
  /(?<![不没难])(?:好[吃看喝听闻玩用]|[香甜美帅鲜嫩爽酷]|可爱|温柔|舒服|感动|幸福|漂亮|惊艳|便宜|开心)[到得]?我?(?:[都想要快]|原地|直接)?$/;
const TO_TEARS = /^(?:哭|流泪|爆|炸|飞|疯|死|窒息|尖叫|跪|犯规)/;

/** Whether what would be bad by itself only says how good a thing is: 好吃到哭, 好看到爆炸. */
export function exaggerates(text: string, start: number): boolean {
  return (
    TO_TEARS.test(text.slice(start, start + 2)) && GOOD_BEFORE.test(text.slice(Math.max(0, start - 7), start))
  );
}

const TURNED = 0.85;
const BITTER_WORDS = 0.4;
const LOOSE_PATTERN = 0.35;
const QUOTED = 0.15;
const PRAISE_IN_QUOTES =
  /[“"「][^”"」]{0,2}(?:贴心|专业|高效|优质|良心|人性化|靠谱|服务|惊喜|厉害|负责|重视|关怀|温暖|及时)[^”"」]{0,3}[”"」]/;

/**
 * How much a text sounds like the opposite of its words, 0..1. Where irony turned the score it is sure;
 * words and patterns of irony with nothing negative beside them only raise a suspicion for people to check.
 */
export function sarcasmOf(reading: Reading, ironies: Ironies, ironic: boolean): number {
  const words = reading.of(KIND.sarcasm);
  let doubt = ironic ? 1 - TURNED : 1;
  for (let at = 0; at < Math.min(words.length, 2); at++) doubt *= 1 - BITTER_WORDS;
  if (!ironic && hasPattern(reading, ironies)) doubt *= 1 - LOOSE_PATTERN;
  if ((reading.traits & TRAIT.quotes) !== 0 && PRAISE_IN_QUOTES.test(reading.text)) doubt *= 1 - QUOTED;
  return Math.round((1 - doubt) * 100) / 100;
}

/** In a text without irony: where no pattern but a loose one, which nothing negative stood beside, can match. */
function hasPattern(reading: Reading, ironies: Ironies): boolean {
  for (const hit of reading.of(KIND.cue)) {
    const candidates = ironies.get(hit.term.text);
    if (!candidates?.some(({ loose }) => loose)) continue;
    const { sentenceStart, sentenceEnd } = clauseAt(reading, hit.start);
    const text = reading.text.slice(sentenceStart, sentenceEnd + 1);
    if (candidates.some(({ pattern, loose }) => loose && pattern.test(text))) return true;
  }
  return false;
}
