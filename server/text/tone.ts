import { areBitter, ownsUp, takesBack } from './bitter-facts.ts';
import { isLegalQuestion } from './legal-question.ts';
import type { Measure } from './measures/measures.ts';
import type { GraveView } from './model/grave-model.ts';
import type { Mixed } from './model/mixture.ts';
import { isNotice } from './notices.ts';
import type { Reading } from './reading.ts';
import { isRelieved } from './relief.ts';
import type { Score } from './score.ts';
import type { Share } from './sentiment.ts';
import { mentionsDeath } from './severity/grave-flat.ts';
import { plainlyTold } from './severity/grave-plain.ts';
import { isRefutation } from './severity/non-events.ts';
import { tellsBadFacts, tellsGoodFacts, thanksInEarnest } from './told-facts.ts';

/** What is told as a whole does to the sides: the log-odds of positive, and how much likelier neutral is. */
export interface Tone {
  readonly turn: number;
  readonly calm: number;
}

interface Heard {
  readonly reading: Reading;
  readonly score: Score;
  readonly measures: readonly Measure[];
  readonly mixed: Mixed;
  readonly grave: GraveView;
  /** The log-odds of positive that stars, irony and denial add. */
  readonly given: number;
}

const PLAIN: Tone = { turn: 0, calm: 1 };
const GRIM = -3;
const GLAD = 4;
/** The model holds it for as likely as not that something grave is told. */
const TOLD = 0.5;
/** So sure that no pattern of words speaks against it. */
const SURE = 0.7;
/** Beside a pattern this is enough. */
const POSSIBLE = 0.2;
const CALM = 8;
/** Whoever answers a rumour repeats its words, and is calm whatever they are. */
const REFUTED = 24;
/** Whoever only asks what the law says takes no side at all. */
const ASKED = 2_000;

/**
 * Asked after the models, of what they took the wrong way round: nobody is glad of a fire or a death, and a notice blames
 * nobody. The latter is not said to the experts of posts, who have met notices in plenty.
 */
export function toneOf({ reading, score, measures, mixed, grave, given }: Heard): Tone {
  const { shares } = mixed;
  const pull = Math.exp(given / 2);
  const low = mixed.three[0] / pull;
  const middle = mixed.three[1];
  const high = mixed.three[2] * pull;
  if (low < high && !score.grim && isGrave(reading, score, grave)) return { turn: GRIM, calm: 1 };
  if (low < high && (areBitter(reading.text) || tellsBadFacts(reading.text))) return { turn: GRIM, calm: 1 };
  const kept = measures.length === 0 ? 0 : keptOf(measures, score);
  if (kept < 0 && (low < high || low < middle)) return { turn: GRIM, calm: 1 };
  if (kept > 0 && grave.found.length === 0 && (high < low || high < middle)) return { turn: GLAD, calm: 1 };
  const isHarmless = !score.grim && grave.found.every(({ p }) => p < SURE);
  if (isHarmless && isLegalQuestion(reading.text)) return { turn: 0, calm: ASKED };
  const isGlad = high >= low && high >= middle;
  if (!isGlad && isHarmless && (tellsGoodFacts(reading.text) || thanksInEarnest(reading.text)))
    return { turn: GLAD, calm: 1 };
  if (low < high || low < middle) return PLAIN;
  if (takesBack(reading.text)) return { turn: -GRIM, calm: 1 };
  if (isRelieved(reading.text, grave.anything > TOLD)) return { turn: GLAD, calm: 1 };
  const calm = 1 + (CALM - 1) * (shares.review + shares.stack);
  if (isRefutation(reading.text)) return { turn: 0, calm: REFUTED };
  if (ownsUp(reading.text)) return { turn: 0, calm };
  return grave.anything > TOLD || !isNotice(reading.text) ? PLAIN : { turn: 0, calm };
}

/**
 * 1 where all that was promised was outdone, -1 where it was not kept or somebody waited, and no word speaks for the other
 * side; else 0.
 */
function keptOf(measures: readonly Measure[], { shares }: Score): -1 | 0 | 1 {
  const promised = measures.filter(({ kind, expected }) => kind === 'promise' && expected !== undefined);
  const isWorse = measures.some(({ worse }) => worse);
  if (isWorse) return shares.some(({ weight }) => weight > 0) ? 0 : -1;
  const isBetter = promised.length > 0 && promised.every(({ expected, actual }) => expected !== actual);
  return isBetter && !shares.some(({ weight }) => weight < 0) ? 1 : 0;
}

/** Told of, and outlived or made good. */
const OUTLIVED = /没事|无恙|获救|脱险|救[出回过]来|无人(?:员)?受?伤|连夜|照样|立刻|没花钱|及时|赶紧/;

/** A fire or a death that the model hears of, too, where nothing but the name of a place is liked. */
function isGrave({ text }: Reading, { shares }: Score, { anything, found }: GraveView): boolean {
  const heard = found.some(
    ({ category, p }) => p >= TOLD && (category === 'death' || category === 'fire_explosion'),
  );
  const isLiked = ({ weight, end }: Share) => weight > 0 && !isPlace(text, end) && !isUrging(text, end);
  if (heard && !OUTLIVED.test(text) && !shares.some(isLiked)) return true;
  return (
    (anything > POSSIBLE && mentionsDeath(text)) ||
    plainlyTold(text).some(({ category }) => category === 'death')
  );
}

const PLACE =
  /^[^,。!?]{0,2}(?:里|路|街|巷|苑|园|村|庭|湾|小区|广场|大厦|公寓|社区|镇|坊|府|城|站)[\d一二三四五六七八九十东南西北]/;

/** 幸福里6栋: a word of joy that ends here is part of an address. */
function isPlace(text: string, end: number): boolean {
  return PLACE.test(text.slice(end, end + 8));
}

const URGED = /^(?:派|来|救|去|打|叫|报|跑|逃|撤|送|开|停)/;

/** 快派人来: no praise of speed. */
function isUrging(text: string, end: number): boolean {
  return text.charAt(end - 1) === '快' && URGED.test(text.slice(end, end + 1));
}
