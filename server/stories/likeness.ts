import { isNumber } from './letters.ts';
import { createPassageSet, MIN_COMPARABLE_LETTERS, PASSAGE, type Passages } from './passages.ts';
import { denyEachOther, nameOthers } from './said-apart.ts';

export interface Likeness {
  readonly copy: boolean;
  /** 0..1; a half and more is a copy. */
  readonly score: number;
}

interface OwnName {
  readonly name: string;
  /** 小区, 公司, … */
  readonly ending: string;
}

/** What a text has in common with another, from its own side. */
interface Side {
  readonly letters: number;
  /** Letters that lie in a passage the other has too. */
  readonly shared: number;
  /** The longest stretch of such letters, and where it begins. */
  readonly run: number;
  readonly runAt: number;
  /** Numbers, and those of them that lie in none. */
  readonly numbers: number;
  readonly ownNumbers: number;
  /** The first name of a place, a house or a firm that lies in none; few who compare come to ask. */
  ownName(): OwnName | null;
}

/** So much of both together is shared: one sentence out of an article is no copy of the article. */
const MIN_SHARED_PART = 0.44;
/** So much of the one is found again in the other: of a long text, and of the shortest. */
const FOUND_AGAIN = { long: 0.83, short: 0.9 };
/** From here on a text is long: a single other name or word does not make it another text. */
const LONG = 40;
/** A quotation breaks off, but has so much of what it quotes, in one piece and from its beginning. */
const QUOTED = 0.6;
const BEGINNING = 3;
/** A text that says little, and another that has all of it and so much more: it was framed. */
const WIDER = 1.6;
/** Two texts that open alike and end differently may share a formula; not one of so many letters. */
const OPENING = 40;
/** The same words with other figures are the next bulletin, unless it is this alike, and so long in one piece. */
const SOME_FIGURES = 0.5;
const OTHER_FIGURES = { foundAgain: 0.93, run: 40 };
/** The same words about another place are another's complaint; an article may have a name changed. */
const OTHER_NAME = { foundAgain: 0.93, run: 200 };
/** So many letters in a row are a name by their ending; fewer are a slip of the pen, more are a sentence. */
const NAME = { shortest: 2, longest: 12 };
const ENDINGS =
  '市|县|镇|乡|村|路|街|店|苑|庄|小区|社区|新区|城区|花园|家园|公寓|大厦|广场|公司|集团|银行|医院|学校|大学|学院|中学|小学|幼儿园|酒店|物业|超市|商场|外卖|快递|平台';
const NAMED = new RegExp(`.*.(?<ending>${ENDINGS})`);
/** Letters that end an ending, marked: where there is none of them there is no name. */
const LAST_LETTERS = new Uint8Array(1 << 16);
for (const ending of ENDINGS.split('|')) LAST_LETTERS[ending.charCodeAt(ending.length - 1)] = 1;

/**
 * Whether one of two texts is a copy of the other: whole, cut, quoted, framed, with sentences dropped or in
 * another order, or with single characters changed. Which of them comes first does not matter.
 */
export function likeness(a: Passages, b: Passages): Likeness {
  if (!a.comparable || !b.comparable) return { copy: false, score: 0 };
  return compare(a, b, sideOf(a, b), sideOf(b, a));
}

/** As `likeness` says it of copies; null for all others, most of which are told apart by half the work. */
export function copyScore(a: Passages, b: Passages): number | null {
  if (!a.comparable || !b.comparable) return null;
  const both = a.letters.length + b.letters.length;
  const tooLittle = (shared: number) => (2 * shared) / both < MIN_SHARED_PART;
  if (tooLittle(Math.min(a.letters.length, b.letters.length))) return null;
  const ofA = sideOf(a, b);
  if (tooLittle(ofA.shared)) return null;
  const ofB = sideOf(b, a);
  // Names and figures only ever speak against it.
  if (Math.max(plainStrength(ofA, ofB), plainStrength(ofB, ofA)) < 1) return null;
  const { copy, score } = compare(a, b, ofA, ofB);
  return copy ? score : null;
}

/** What is alike by its letters is looked at once more for what it says; few pairs come so far. */
function compare(a: Passages, b: Passages, ofA: Side, ofB: Side): Likeness {
  const likeness = compareSides(ofA, ofB);
  if (!likeness.copy) return likeness;
  const terse = a.terse || b.terse;
  const apart =
    (terse && (!areNearlyTheSame(ofA, ofB) || denyEachOther(a, b))) ||
    (Math.min(ofA.run, ofB.run) < OTHER_NAME.run && nameOthers(a, b));
  return apart ? { copy: false, score: likeness.score / 2 } : likeness;
}

/** Word for word, or the beginning of the other and nothing else. Figures must agree. */
function areNearlyTheSame(ofA: Side, ofB: Side): boolean {
  if (ofA.ownNumbers > 0 || ofB.ownNumbers > 0) return false;
  const [short, long] = ofA.letters <= ofB.letters ? [ofA, ofB] : [ofB, ofA];
  const isWhole = (side: Side) => side.shared >= FOUND_AGAIN.short * side.letters;
  const begins = short.run === short.letters && Math.max(short.runAt, long.runAt) <= BEGINNING;
  return (
    begins || (isWhole(short) && long.letters <= WIDER * short.letters) || (isWhole(short) && isWhole(long))
  );
}

function compareSides(ofA: Side, ofB: Side): Likeness {
  const shared = (2 * Math.min(ofA.shared, ofB.shared)) / (ofA.letters + ofB.letters);
  const found = Math.max(strengthOf(ofA, ofB), strengthOf(ofB, ofA));
  const strength = Math.min(1, found, shared / MIN_SHARED_PART);
  return { copy: strength === 1, score: strength === 1 ? (1 + shared) / 2 : strength / 2 };
}

/** How surely the first is found again in the second; 1 is enough. */
function strengthOf(first: Side, second: Side): number {
  const found = first.shared / first.letters;
  const enough = enoughFor(first.letters);
  if (areOtherNames(first.ownName(), second.ownName())) {
    return Math.min(found / Math.max(enough, OTHER_NAME.foundAgain), first.run / OTHER_NAME.run);
  }
  if (haveOtherFigures(first, second)) {
    return Math.min(found / Math.max(enough, OTHER_FIGURES.foundAgain), first.run / OTHER_FIGURES.run);
  }
  return plainStrength(first, second);
}

/** The same, whatever names and figures the two have for themselves. */
function plainStrength(first: Side, second: Side): number {
  const framed = second.runAt > BEGINNING || first.run >= OPENING;
  const quotes = first.runAt <= BEGINNING && framed && first.run >= MIN_COMPARABLE_LETTERS;
  const found = first.shared / first.letters / enoughFor(first.letters);
  return Math.max(found, quotes ? first.run / first.letters / QUOTED : 0);
}

/** The share of a text that must be found again: more of a short one. */
function enoughFor(letters: number): number {
  const shortness = Math.max(0, LONG - letters) / (LONG - MIN_COMPARABLE_LETTERS);
  return FOUND_AGAIN.long + shortness * (FOUND_AGAIN.short - FOUND_AGAIN.long);
}

/** Each has figures of its own, and most of those of one are. */
function haveOtherFigures(first: Side, second: Side): boolean {
  const own = (side: Side) => side.ownNumbers / Math.max(1, side.numbers);
  return (
    Math.min(first.ownNumbers, second.ownNumbers) > 0 && Math.max(own(first), own(second)) > SOME_FIGURES
  );
}

const others = createPassageSet();

function sideOf({ letters, marks }: Passages, other: Passages): Side {
  others.fill(other.marks);
  let [shared, run, runAt, numbers, ownNumbers, current, covered, own] = [0, 0, 0, 0, 0, 0, 0, 0];
  const stretches: number[] = [];
  for (let at = 0; at < letters.length; at++) {
    const number = isNumber(letters[at] as number) ? 1 : 0;
    numbers += number;
    if (at < marks.length && others.has(marks[at] as number)) covered = at + PASSAGE;
    if (at >= covered) {
      current = 0;
      own++;
      ownNumbers += number;
      continue;
    }
    if (own >= NAME.shortest && own <= NAME.longest) stretches.push(at - own, at);
    own = 0;
    shared++;
    current++;
    if (current > run) [run, runAt] = [current, at + 1 - current];
  }
  if (own >= NAME.shortest && own <= NAME.longest) stretches.push(letters.length - own, letters.length);
  const ownName = () => firstName(letters, stretches);
  return { letters: letters.length, shared, run, runAt, numbers, ownNumbers, ownName };
}

/** @param stretches where letters begin and end that the other text has not */
function firstName(letters: Uint16Array, stretches: readonly number[]): OwnName | null {
  for (let at = 0; at < stretches.length; at += 2) {
    const name = nameAt(letters, stretches[at] as number, stretches[at + 1] as number);
    if (name !== null) return name;
  }
  return null;
}

/** Such letters with the ending that makes a name of them; else nothing. */
function nameAt(letters: Uint16Array, from: number, to: number): OwnName | null {
  let ends = false;
  for (let at = from + 1; at < to + 2 && !ends; at++) ends = LAST_LETTERS[letters[at] ?? 0] === 1;
  if (!ends) return null;
  const ending = NAMED.exec(String.fromCharCode(...letters.subarray(from, to + 2)))?.groups?.ending;
  return ending === undefined ? null : { name: String.fromCharCode(...letters.subarray(from, to)), ending };
}

/** Of one kind, and without a letter in common: slips of the pen leave some. What stands before both does not count. */
function areOtherNames(one: OwnName | null, other: OwnName | null): boolean {
  if (one === null || one.ending !== other?.ending) return false;
  let from = 0;
  while (from < one.name.length && one.name[from] === other.name[from]) from++;
  const [left, right] = [one.name.slice(from), other.name.slice(from)];
  if (Math.min(left.length, right.length) < NAME.shortest) return false;
  return ![...left].some((letter) => right.includes(letter));
}
