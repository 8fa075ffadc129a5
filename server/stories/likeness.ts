import { isNumber } from './letters.ts';
import { createPassageSet, PASSAGE, type Passages, SHORTEST } from './passages.ts';

export interface Likeness {
  readonly copy: boolean;
  /** 0..1; a half and more is a copy. */
  readonly score: number;
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
}

/** So much of both together is shared: one sentence out of an article is no copy of the article. */
const LEAST_SHARED = 0.44;
/** So much of the one is found again in the other: of a long text, and of the shortest. */
const FOUND_AGAIN = { long: 0.83, short: 0.9 };
/** From here on a text is long: a single other name or word does not make it another text. */
const LONG = 40;
/** A quotation breaks off, but has so much of what it quotes, in one piece and from its beginning. */
const QUOTED = 0.6;
const BEGINNING = 3;
/** Two texts that open alike and end differently may share a formula; not one of so many letters. */
const OPENING = 40;
/** The same words with other figures are the next bulletin, unless it is this alike, and so long in one piece. */
const SOME_FIGURES = 0.5;
const OTHER_FIGURES = { foundAgain: 0.93, run: 40 };

/**
 * Whether one of two texts is a copy of the other: whole, cut, quoted, framed, with sentences dropped or in
 * another order, or with single characters changed. Which of them comes first does not matter.
 */
export function likeness(a: Passages, b: Passages): Likeness {
  if (!a.comparable || !b.comparable) return { copy: false, score: 0 };
  const [ofA, ofB] = [sideOf(a, b), sideOf(b, a)];
  const shared = (2 * Math.min(ofA.shared, ofB.shared)) / (ofA.letters + ofB.letters);
  const found = Math.max(strengthOf(ofA, ofB), strengthOf(ofB, ofA));
  const strength = Math.min(1, found, shared / LEAST_SHARED);
  return { copy: strength === 1, score: strength === 1 ? (1 + shared) / 2 : strength / 2 };
}

/** How surely the first is found again in the second; 1 is enough. */
function strengthOf(first: Side, second: Side): number {
  const found = first.shared / first.letters;
  const shortness = Math.max(0, LONG - first.letters) / (LONG - SHORTEST);
  const enough = FOUND_AGAIN.long + shortness * (FOUND_AGAIN.short - FOUND_AGAIN.long);
  if (haveOtherFigures(first, second)) {
    return Math.min(found / Math.max(enough, OTHER_FIGURES.foundAgain), first.run / OTHER_FIGURES.run);
  }
  const framed = second.runAt > BEGINNING || first.run >= OPENING;
  const quotes = first.runAt <= BEGINNING && framed && first.run >= SHORTEST;
  return Math.max(found / enough, quotes ? first.run / first.letters / QUOTED : 0);
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
  let [shared, run, runAt, numbers, ownNumbers, current, covered] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < letters.length; at++) {
    const number = isNumber(letters[at] as number) ? 1 : 0;
    numbers += number;
    if (at < marks.length && others.has(marks[at] as number)) covered = at + PASSAGE;
    if (at >= covered) {
      current = 0;
      ownNumbers += number;
      continue;
    }
    shared++;
    current++;
    if (current > run) [run, runAt] = [current, at + 1 - current];
  }
  return { letters: letters.length, shared, run, runAt, numbers, ownNumbers };
}
