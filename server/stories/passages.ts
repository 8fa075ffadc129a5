/** A passage is this many letters in a row: any four are rarely the same by chance. */
export const PASSAGE = 4;
/** Shorter texts are the same words without being copied: 好评, 什么时候支持指纹登录. */
export const MIN_COMPARABLE_LETTERS = 16;
/** Some of those are copied all the same, where next to nothing tells them apart. Below there is no telling. */
const TERSEST = 12;
/** Letters of Latin script that say as much as one Chinese one: 不支持iphonex is short. */
const LATIN = 3;
/** 闪退闪退闪退闪退 is long, but says little: so many of its passages must differ. */
const MIN_DIFFERENT_PASSAGES = 10;

/** A text as it is compared. */
export interface Passages {
  readonly letters: Uint16Array;
  /** A number for the passage at each place but the last few; equal passages have equal numbers. */
  readonly marks: Int32Array;
  /** False for what is so short or so monotonous that another like it would be no copy. */
  readonly comparable: boolean;
  /** True for what says so little that only the very same words are a copy. */
  readonly terse: boolean;
  /** How much it says, in Chinese letters. */
  readonly said: number;
}

/** Takes what `lettersOf` gives. */
export function passagesOf(letters: Uint16Array): Passages {
  const marks = new Int32Array(Math.max(0, letters.length - PASSAGE + 1));
  for (let at = 0; at < marks.length; at++) marks[at] = markAt(letters, at);
  const said = substanceOf(letters);
  const comparable = said >= TERSEST && own.fill(marks) >= Math.min(MIN_DIFFERENT_PASSAGES, marks.length - 1);
  return { letters, marks, comparable, terse: said < MIN_COMPARABLE_LETTERS, said };
}

/** How much a text says, in Chinese letters. */
export function substanceOf(letters: Uint16Array): number {
  let latin = 0;
  for (const letter of letters) if (letter >= 0x61 && letter <= 0x7a) latin++;
  return letters.length - latin + latin / LATIN;
}

const FACTOR = 0x0100_0193;

function markAt(letters: Uint16Array, at: number): number {
  let mark = Math.imul(letters[at] as number, FACTOR) ^ (letters[at + 1] as number);
  mark = Math.imul(mark, FACTOR) ^ (letters[at + 2] as number);
  mark = Math.imul(mark, FACTOR) ^ (letters[at + 3] as number);
  mark = Math.imul(mark ^ (mark >>> 15), 0x2c1b_3c6d);
  mark = Math.imul(mark ^ (mark >>> 12), 0x297a_2d39);
  return mark ^ (mark >>> 15);
}

/** The passages of one text at a time. Kept and filled again: nothing is allocated for a text. */
export interface PassageSet {
  /** Forgets what was in it. @returns how many of the passages differ */
  fill(marks: Int32Array): number;
  has(mark: number): boolean;
}

export function createPassageSet(): PassageSet {
  let marks = new Int32Array(1 << 10);
  let stamps = new Int32Array(1 << 10);
  let stamp = 0;
  const placeOf = (mark: number) => {
    const mask = marks.length - 1;
    let place = mark & mask;
    while (stamps[place] === stamp && marks[place] !== mark) place = (place + 1) & mask;
    return place;
  };
  return {
    fill(given) {
      if (given.length * 2 > marks.length) {
        marks = new Int32Array(1 << (33 - Math.clz32(given.length)));
        stamps = new Int32Array(marks.length);
      }
      // After two thousand million texts the stamps begin again, and so does the table.
      if (stamp === 0x7fff_ffff) [stamps, stamp] = [new Int32Array(marks.length), 0];
      stamp++;
      let different = 0;
      for (let at = 0; at < given.length; at++) {
        const mark = given[at] as number;
        const place = placeOf(mark);
        if (stamps[place] === stamp) continue;
        marks[place] = mark;
        stamps[place] = stamp;
        different++;
      }
      return different;
    },
    has: (mark) => stamps[placeOf(mark)] === stamp,
  };
}

const own = createPassageSet();
