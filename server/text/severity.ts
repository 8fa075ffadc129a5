import type { Sentiment, Severity, SeverityReading } from '../core/reading/analysis.ts';
import { AMPLIFIERS } from '../core/risk/severity-weight.ts';
import { askedOnce } from './asked-once.ts';
import { type Clause, clauseAt } from './clauses.ts';
import { contradicted, denies, isHeard, overlap } from './denial.ts';
import { aside } from './grave-aside.ts';
import {
  announced,
  besides,
  doubted,
  excluded,
  feared,
  harmed,
  helped,
  meansOther,
} from './grave-context.ts';
import { isEveryday } from './grave-everyday.ts';
import { ofThings, toldFlatly } from './grave-flat.ts';
import { brokenAtWorks, scenesIn } from './grave-scenes.ts';
import type { GraveView } from './model/grave-model.ts';
import { byItsName } from './named-accident.ts';
import { isRestored } from './notices.ts';
import type { Reading } from './reading.ts';
import type { SignHit } from './signs.ts';
import { KIND } from './terms.ts';
import { toldAside } from './told-aside.ts';
import { insisted, unreal } from './unreal.ts';
import { HYPERBOLE, WEAK } from './weak-words.ts';

/** One grave word that stands: neither excluded nor merely denied away. */
export interface GraveHit {
  readonly category: Severity;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  /** Too common a word to carry its category alone (一起去, 全城, 罚款 …). */
  readonly weak: boolean;
}

const BASE = 0.9;
const SIGN = 0.8;
const DENIED = 0.3;
const UNVERIFIED = 0.6;
const AMPLIFIED = 1.15;
const WEAKENED = 0.7;
/** Below this a category is not told: one denied word reaches 0.27. */
const LEAST = 0.3;
const DENIAL_REACH = 8;
/**
 * Where it is less likely that anything grave is told, a listed word is taken for a joke: in a glad text any, elsewhere
 * one that the model was taught in both meanings. It knows too little of others (尸检, 罹难) to silence them.
 */
const JOKING = 0.1;
/** Too likely glad to tell of an event in listed words that the model takes for no event. */
const PLAINLY_GLAD = 0.6;
/** About as likely displeased as not. */
const DISPLEASED = 0.45;
/** From here on a text is glad enough for thanks to be meant. */
const GLAD = 0.7;
/** From here on the model confirms that a common word is meant. */
const CONFIRMS = 0.5;
/** Beside a pattern this is enough. */
const POSSIBLE = 0.2;
/** Beside what the lists find the model has to be surer. */
const BESIDE = 0.75;

const isEnforced = askedOnce(
  /立案|处罚|罚款|罚没|吊销|刑拘|拘留|逮捕|责令|停业整顿|停产整顿|查封|约谈|通报|不合格|起诉|判决|问责|免职/,
);
// 一氧化碳中毒 harms people, but no food is to blame; 中毒 alone blames food only where something was eaten.
const isFood = askedOnce(/[吃喝食餐饭菜奶饮酒肉蛋糕菌]|外卖|后厨|蘑菇|农药/);
const isGas = askedOnce(/一氧化碳|煤气|煤烟|燃气|沼气|烧炭|木炭|烧煤|毒气/);

/** Grave words in order, with the confidence that negation and doubt leave them. */
export function graveHits(reading: Reading, signs: readonly SignHit[]): GraveHit[] {
  const told = signs.filter((sign) => sign.name.startsWith('sev.'));
  if (reading.of(KIND.severity).length === 0 && told.length === 0) return [];
  const found = listedHits(reading);
  const denied = found.filter(({ confidence }) => confidence < LEAST);
  const shown = told.flatMap((sign) =>
    unlisted(reading, sign.name.slice('sev.'.length) as Severity, sign, SIGN),
  );
  if (denied.length === 0) return [...found, ...shown];
  const disproved = (hit: GraveHit) =>
    denied.some(({ text, start }) => text === hit.text && start > hit.start) && isHeard(reading, hit.start);
  // 吃完没有拉肚子: a sign around a word that is denied.
  const around = (sign: GraveHit) =>
    denied.some((hit) => hit.category === sign.category && overlap(hit, sign));
  return [...found.filter((hit) => !disproved(hit)), ...shown.filter((sign) => !around(sign))];
}

function listedHits(reading: Reading): GraveHit[] {
  const exclusions = reading.of(KIND.exclusion);
  const found: GraveHit[] = [];
  for (const hit of reading.of(KIND.severity)) {
    const clause = clauseAt(reading, hit.start);
    if (excluded(reading, hit, clause, exclusions)) continue;
    const { text, name } = hit.term;
    const confidence = BASE * leftBy(reading, clause, name, hit.start);
    found.push({
      category: text.endsWith('中毒') && !blamesFood(text, reading.text) ? 'injury' : (name as Severity),
      text,
      start: hit.start,
      end: hit.end,
      confidence,
      weak: WEAK.has(text),
    });
  }
  return found;
}

/** How much of its confidence denial, doubt and mere fear leave to an event that is told at `at`. */
function leftBy(reading: Reading, clause: Clause, category: string, at: number): number {
  const denied = denies(reading, Math.max(clause.start, at - DENIAL_REACH), at) ? DENIED : 1;
  const doubt = doubted(reading, clause) ? UNVERIFIED : 1;
  return denied * doubt * feared(reading, clause, category);
}

/** A grave event told without a listed word, as sure as `sure` where nothing speaks against it; `sudden`: not announced. */
function unlisted(
  reading: Reading,
  category: Severity,
  { start, end }: { readonly start: number; readonly end: number },
  sure: number,
  sudden = false,
): GraveHit[] {
  const clause = clauseAt(reading, start);
  if (aside(reading, { start, end }, clause) || unreal(reading, clause)) return [];
  if (category === 'outage' && !sudden && announced(reading.text)) return [];
  const confidence = sure * leftBy(reading, clause, category, start);
  const text = reading.text.slice(start, end);
  return [{ category, text, start, end, confidence, weak: category === 'vulnerable' }];
}

/**
 * Categories a text is about, surest first. `negative` is the probability of negative sentiment: amplifiers
 * (弱势群体, 媒体) count only beside it or a direct category, 官方 only beside it or an act of
 * enforcement, and a weak word only beside it, a strong one or what the model of grave events finds. That counts
 * beside the words of the lists, and where it finds a text harmless, they may be a joke.
 */
export function severityOf(
  reading: Reading,
  listed: readonly GraveHit[],
  { negative, positive }: Pick<Sentiment, 'negative' | 'positive'>,
  signs: readonly SignHit[],
  view: GraveView,
): SeverityReading[] {
  const jests = view.anything < JOKING && !insisted(reading.text);
  const isJoke = ({ text }: GraveHit) => jests && (positive > PLAINLY_GLAD || view.taught.has(text));
  const sure = listed.filter((hit) => !isJoke(hit));
  const told = [...sure, ...foundBeside(reading, sure, listed, view), ...flatly(reading, view)];
  const hits = told.flatMap((hit) => byItsName(reading.text, hit));
  if (hits.length === 0) return [];
  // Whoever threatens to go public is displeased, however politely it is put.
  const bad = negative >= DISPLEASED || signs.some((sign) => sign.name === 'intent.escalation_threat');
  const strong = new Set(hits.flatMap(({ category, weak }) => (weak ? [] : [category])));
  const glad = positive > GLAD;
  const kept = hits.filter((hit) => {
    if (glad && helped(hit.category, reading.text)) return false;
    if (hit.category === 'outage' ? isRestored(reading.text) : ofThings(reading.text, hit)) return false;
    if (toldAside(reading.text, hit) || isEveryday(reading.text, hit)) return false;
    return stands(hit, strong, { bad, meant: foundToo(hit, view) }, reading.text);
  });
  const direct = kept.some((hit) => !AMPLIFIERS.has(hit.category) && hit.confidence >= LEAST);
  const amplified = kept.some((hit) => AMPLIFIERS.has(hit.category)) && direct;
  const found = new Map<Severity, { confidence: number; terms: Set<string> }>();
  for (const { category, confidence, weak, text } of kept) {
    const known = found.get(category) ?? { confidence: 0, terms: new Set() };
    known.confidence = Math.max(known.confidence, confidence * (weak ? WEAKENED : 1));
    found.set(category, { confidence: known.confidence, terms: known.terms.add(text) });
  }
  const read: SeverityReading[] = [];
  for (const [category, { confidence, terms }] of found) {
    const amplifier = AMPLIFIERS.has(category);
    if (amplifier && !bad && !direct) continue;
    if (category === 'vulnerable' && !direct && (onlyNamed(kept) || !harmed(reading.text))) continue;
    const raised = amplified && !amplifier ? Math.min(1, confidence * AMPLIFIED) : confidence;
    if (raised >= LEAST) read.push({ category, confidence: round(raised), terms: [...terms] });
  }
  return read.sort((a, b) => b.confidence - a.confidence);
}

/** What the model finds and the lists do not. What a text denies it must not bring back. */
function foundBeside(
  reading: Reading,
  sure: readonly GraveHit[],
  listed: readonly GraveHit[],
  view: GraveView,
): GraveHit[] {
  const isTold = ({ confidence }: GraveHit) => confidence >= LEAST;
  const exclusions = reading.of(KIND.exclusion);
  return view.found
    .filter(({ category, p, start, end }) => {
      const same = listed.filter((hit) => hit.category === category);
      if (same.some((hit) => isTold(hit) && sure.includes(hit))) return false;
      const denied = same.filter((hit) => !isTold(hit));
      if (!denied.every((hit) => contradicted(reading, hit, { start, end }))) return false;
      if (p < BESIDE && listed.length > 0 && denied.length === 0) return false;
      if (meansOther(reading, { start, end }, exclusions)) return false;
      return !exclusions.some((exclusion) => exclusion.start < end && exclusion.end > start);
    })
    .flatMap((each) => unlisted(reading, each.category, each, each.p));
}

/** What everyday words tell where the model holds it for possible that something grave is told; what is cut off, anyhow. */
function flatly(reading: Reading, { anything }: GraveView): GraveHit[] {
  const { text } = reading;
  const found = anything < POSSIBLE ? scenesIn(text, 'outage') : toldFlatly(text);
  if (found.length === 0) return [];
  const sudden = brokenAtWorks(text);
  return found.flatMap((each) => unlisted(reading, each.category, each, SIGN, sudden));
}

/** A common word is meant where the model, too, finds its category: of 有人跳楼了 it does, of 跳楼机 not. */
function foundToo({ category, weak }: GraveHit, view: GraveView): boolean {
  return weak && view.found.some((found) => found.category === category && found.p >= CONFIRMS);
}

/** A child or an old person who is merely named in a complaint is no victim. */
function onlyNamed(kept: readonly GraveHit[]): boolean {
  return kept.every((hit) => hit.category === 'vulnerable' && hit.weak);
}

function blamesFood(word: string, text: string): boolean {
  return !isGas(text) && (word !== '中毒' || isFood(text));
}

interface Circumstances {
  /** The text is displeased. */
  readonly bad: boolean;
  /** The model finds the category of this word. */
  readonly meant: boolean;
}

function stands(
  hit: GraveHit,
  strong: ReadonlySet<Severity>,
  { bad, meant }: Circumstances,
  text: string,
): boolean {
  if (besides(hit.category, hit.text, hit.weak, hit.start, text)) return false;
  if (hit.category === 'official' && !bad && !meant && !isEnforced(text)) return false;
  if (!hit.weak || meant || strong.has(hit.category)) return true;
  return bad && !HYPERBOLE.has(hit.text);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
