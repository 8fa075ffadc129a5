import type { Sentiment, Severity, SeverityReading } from '../../core/reading/analysis.ts';
import { AMPLIFIERS } from '../../core/risk/severity-weight.ts';
import { askedOnce } from '../asked-once.ts';
import type { SignHit } from '../cues/signs.ts';
import { isLegalQuestion } from '../legal-question.ts';
import type { GraveView } from '../model/grave-model.ts';
import { isRestored } from '../notices.ts';
import type { Reading } from '../reading.ts';
import { KIND } from '../terms.ts';
import { contradicted, deniesAll } from './denial.ts';
import { insisted } from './fictional.ts';
import { describesHarm, isFalseSense, isThankedHelp, meansOther } from './grave-context.ts';
import { isEveryday } from './grave-everyday.ts';
import { findUnlistedEvents, ofThings } from './grave-flat.ts';
import { type GraveHit, judgedByLast, LEAST, SIGN, unlisted } from './grave-hits.ts';
import { plainlyTold } from './grave-plain.ts';
import { brokenAtWorks, scenesIn } from './grave-scenes.ts';
import { byItsName } from './named-accident.ts';
import { isNonEvent } from './non-events.ts';
import { HYPERBOLE } from './weak-words.ts';
import { isOfSupply, isOfWork } from './works.ts';

const AMPLIFIED = 1.15;
const WEAKENED = 0.7;
/**
 * Where it is less likely that anything grave is told, a listed word is taken for a joke: in a glad text any, elsewhere
 * one that the model was taught in both meanings. It knows too little of others (尸检, 罹难) to silence them.
 */
const JOKING = 0.1;
/** Never taken for a joke in a text that is not plainly glad: who is wrong once is wrong about a life. */
const MORTAL: ReadonlySet<Severity> = new Set(['death', 'self_harm']);
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

/** 我拿, 了一半, 收我: words that tell of no event, which weighed most for want of others. */
const SAYS_NOTHING = /^[我你您他她它的了着过就是拿收还又再一半这那呢吗吧啊\d]{1,5}(?:们)?$/;

const isEnforced = askedOnce(
  /立案|处罚|罚款|罚没|吊销|刑拘|拘留|逮捕|责令|停业整顿|停产整顿|查封|约谈|通报|不合格|起诉|判决|问责|免职/,
);
/**
 * Categories a text is about, surest first. `negative` is the probability of negative sentiment: amplifiers
 * (弱势群体, 媒体) count only beside it or a direct category, 官方 only beside it or an act of
 * enforcement, and a weak word only beside it, a strong one or what the model of grave events finds. That counts
 * beside the words of the lists, and where it finds a text harmless, they may be a joke.
 */
export function severityOf(
  reading: Reading,
  given: readonly GraveHit[],
  { negative, positive }: Pick<Sentiment, 'negative' | 'positive'>,
  signs: readonly SignHit[],
  view: GraveView,
): SeverityReading[] {
  const jests = view.anything < JOKING && !insisted(reading.text);
  const isJoke = ({ text, category }: GraveHit) =>
    jests && (positive > PLAINLY_GLAD || (view.taught.has(text) && !MORTAL.has(category)));
  const listed = judgedByLast(reading, given);
  const sure = listed.filter((hit) => !isJoke(hit));
  // Who only asks what the law says names a case that may befall anybody: what no listed word tells is not told.
  const told = isLegalQuestion(reading.text)
    ? sure.filter(({ weak }) => !weak)
    : [...sure, ...foundBeside(reading, sure, listed, view), ...flatly(reading, view)];
  const hits = told.flatMap((hit) => byItsName(reading.text, hit));
  if (hits.length === 0) return [];
  // Whoever threatens to go public is displeased, however politely it is put.
  const bad = negative >= DISPLEASED || signs.some((sign) => sign.name === 'intent.escalation_threat');
  const strong = new Set(hits.flatMap(({ category, weak }) => (weak ? [] : [category])));
  const glad = positive > GLAD;
  const kept = hits.filter((hit) => {
    if (glad && isThankedHelp(hit.category, reading.text)) return false;
    if (hit.category === 'outage' ? isRestored(reading.text) : ofThings(reading.text, hit)) return false;
    if (isNonEvent(reading.text, hit) || isEveryday(reading.text, hit)) return false;
    if (isOfWork(reading.text, hit.start, hit.end)) return false;
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
    if (category === 'vulnerable' && !direct && (onlyNamed(kept) || !describesHarm(reading.text))) continue;
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
  if (view.found.length === 0) return [];
  const isTold = ({ confidence }: GraveHit) => confidence >= LEAST;
  const exclusions = reading.of(KIND.exclusion);
  return view.found
    .filter(({ category, p, start, end }) => {
      const same = listed.filter((hit) => hit.category === category);
      if (same.some((hit) => isTold(hit) && sure.includes(hit))) return false;
      const denied = same.filter((hit) => !isTold(hit));
      if (!denied.every((hit) => contradicted(reading, hit, { start, end }))) return false;
      if (p < BESIDE && listed.length > 0 && denied.length === 0) return false;
      if (deniesAll(reading, category)) return false;
      if (category === 'outage' && !isOfSupply(reading.text)) return false;
      if (category === 'fraud' && SAYS_NOTHING.test(reading.text.slice(start, end))) return false;
      if (meansOther(reading, { start, end }, exclusions)) return false;
      return !exclusions.some((exclusion) => exclusion.start < end && exclusion.end > start);
    })
    .flatMap((each) => unlisted(reading, each.category, each, each.p));
}

/** What everyday words tell where the model holds it for possible that something grave is told; what is cut off, anyhow. */
function flatly(reading: Reading, { anything }: GraveView): GraveHit[] {
  const { text } = reading;
  const flat = anything < POSSIBLE ? scenesIn(text, 'outage') : findUnlistedEvents(text);
  const found = [...flat, ...plainlyTold(text)];
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
  if (isFalseSense(hit.category, hit.text, hit.weak, hit.start, text)) return false;
  if (hit.category === 'official' && !bad && !meant && !isEnforced(text)) return false;
  if (!hit.weak || meant || strong.has(hit.category)) return true;
  return bad && !HYPERBOLE.has(hit.text);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
