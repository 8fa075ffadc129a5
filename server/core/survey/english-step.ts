import type { Degree, WordStep } from './word-step.ts';

const MIDDLE =
  /\b(neither|neutral|undecided|unsure|not sure|average|so[- ]so|ok|okay|moderate|acceptable|sometimes|medium|mixed|same|might or might not|fair|adequate|normal|half)\b/;

const BAD =
  /\b(dissatisf\w*|unsatisf\w*|unhappy|displeased|disappoint\w*|difficult\w*|hard|complicated|complex|frustrat\w*|poor(ly)?|bad(ly)?|terribl[ey]|awful|horribl[ey]|worst|worse|unreliable|slow|unfavou?rable|inconvenient|negative|unacceptable|inadequate|uneasy)\b/;
const GOOD =
  /\b(satisf\w*|happy|pleased|delighted|easy|easily|effortless\w*|simple|convenient|good|great|excellent|outstanding|superb|exceptional|perfect|reliable|fast|quick|favou?rable|positive|well|best|helpful|friendly|useful|clear)\b/;
const FOR = /\b(agree\w*|likely|probabl[ey]|willing|true|recommend|support|important|definitely|certainly)\b/;
const AGAINST =
  /\b(disagree\w*|unlikely|improbabl[ey]|unwilling|oppose[ds]?|untrue|false|unimportant|reject)\b/;
/** How often and how much, by the step that each word is on. */
const AMOUNTS: readonly (readonly [RegExp, -1 | 1, Degree])[] = [
  [/\b(never|none)\b|\bno effort/, -1, 4],
  [/\b(almost never|rarely|seldom|occasionally|hardly ever|a little|a bit|little)\b/, -1, 1],
  [/\balways\b/, 1, 4],
  [/\b(usually|often|frequently|mostly|most of the time)\b/, 1, 2],
  [/\b(a lot|much|a great deal)\b/, 1, 3],
];
const AMOUNT = /\b(high|large|big|low|small|minimal)\b/;

const SLIGHTLY_NOT =
  /\b(not|n[o']t) (very|so|too|really|that|particularly|quite|entirely|fully|completely|especially|always)\b/;
const NOT = /\b(not|no|never|hardly|barely|cannot)\b|n't\b/;
const WHOLLY =
  /\b(extremely|completely|totally|entirely|absolutely|fully|definitely|certainly|exceptionally|at all|excellent|outstanding|superb|exceptional|perfect|best|delighted|terribl[ey]|awful|horribl[ey]|worst)\b/;
const VERY = /\b(very|highly|strongly|really|effortless\w*)\b/;
const SLIGHT =
  /\b(somewhat|slightly|fairly|rather|a little|a bit|mildly|partly|partially|tend|kind of|sort of)\b/;

/** A longer text is no option of a scale. */
const MAX_WORDS = 8;

/** An option in English; null where nothing shows which side of the middle it is on, or both sides are named. */
export function englishStep(words: string): WordStep | null {
  const text = words
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^a-z' -]+/g, ' ')
    .trim();
  if (text === '' || text.split(/\s+/).length > MAX_WORDS) return null;
  if (MIDDLE.test(text)) return { sign: 0, degree: 1, of: 'worth', negated: false, basic: false };
  const side = sideOf(text);
  if (side === null) return amountOf(text);
  const slightly = SLIGHTLY_NOT.test(text);
  const negated = slightly || NOT.test(text);
  return {
    sign: negated ? (side.sign > 0 ? -1 : 1) : side.sign,
    degree: slightly ? 1 : degreeOf(text),
    of: side.of,
    negated,
    basic: false,
  };
}

function sideOf(text: string): Pick<WordStep, 'sign' | 'of'> | null {
  const [good, bad] = [GOOD.test(text), BAD.test(text)];
  if (good !== bad) return { sign: good ? 1 : -1, of: 'worth' };
  const [pro, con] = [FOR.test(text), AGAINST.test(text)];
  return good || pro === con ? null : { sign: pro ? 1 : -1, of: 'agreement' };
}

/** Of effort, much is hard. */
function amountOf(text: string): WordStep | null {
  const known = AMOUNTS.find(([word]) => word.test(text));
  const word = AMOUNT.exec(text)?.[0];
  const [sign, degree] = known
    ? [known[1], known[2]]
    : word === undefined
      ? []
      : [/high|large|big/.test(word) ? 1 : -1, degreeOf(text)];
  if (sign === undefined || degree === undefined) return null;
  const effort = /\befforts?\b/.test(text);
  return {
    sign: effort ? (sign > 0 ? -1 : 1) : sign > 0 ? 1 : -1,
    degree: degree as Degree,
    of: effort ? 'worth' : 'amount',
    negated: false,
    basic: false,
  };
}

function degreeOf(text: string): Degree {
  if (WHOLLY.test(text)) return 4;
  return VERY.test(text) ? 3 : SLIGHT.test(text) ? 1 : 2;
}
