/** A clause, and the sentence that holds it. Offsets are into the normalised text. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  /** Index of its sentence in the text, from 0. */
  readonly sentence: number;
  readonly sentenceStart: number;
  sentenceEnd: number;
  /** Its sentence ends in a question mark, or in a question word where there is no mark. */
  question: boolean;
}

/** Text without marks is cut here all the same, so that no rule ever sees an endless sentence. */
const MAX_CLAUSE_LENGTH = 120;

const PAUSE = 1;
const STOP = 2;
/** A space is looked at only because of its neighbours. */
const GAP = 3;
const MARKS = marks();
/** Ends a question that has no mark. */
const ASKING: ReadonlySet<number> = new Set([...'吗么呢'].map((word) => word.charCodeAt(0)));

/** Cuts a text into clauses in order; white space alone makes no clause. */
export function splitClauses(text: string): Clause[] {
  const clauses: Clause[] = [];
  let sentence = 0;
  let sentenceStart = 0;
  let first = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0x0a;
    const mark = MARKS[unit] as number;
    if (mark === 0 && at - start < MAX_CLAUSE_LENGTH) continue;
    const stop = mark === STOP;
    const pause = mark === PAUSE || (mark === GAP && spaceEnds(text, at));
    if (!stop && !pause && at - start < MAX_CLAUSE_LENGTH) continue;
    if (at > start) {
      clauses.push({ start, end: at, sentence, sentenceStart, sentenceEnd: at, question: false });
    }
    start = stop || pause ? at + 1 : at;
    if (!stop && at - sentenceStart < MAX_CLAUSE_LENGTH * 2) continue;
    if (clauses.length > first) finish(clauses, first, text, at);
    first = clauses.length;
    sentence++;
    sentenceStart = start;
  }
  return clauses;
}

const NOWHERE: Clause = { start: 0, end: 0, sentence: 0, sentenceStart: 0, sentenceEnd: 0, question: false };

/** Index of the clause that holds an offset, or of the next one. */
export function clauseIndex({ clauses }: { readonly clauses: readonly Clause[] }, at: number): number {
  let low = 0;
  let high = clauses.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clauses[middle] as Clause).end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The clause that holds an offset; an empty one where the text has none. */
export function clauseAt(reading: { readonly clauses: readonly Clause[] }, at: number): Clause {
  return reading.clauses[clauseIndex(reading, at)] ?? NOWHERE;
}

function finish(clauses: readonly Clause[], first: number, text: string, end: number): void {
  const mark = text.charCodeAt(end);
  const asks = mark === 0x3f || (mark !== 0x21 && ASKING.has(text.charCodeAt(end - 1)));
  for (let at = first; at < clauses.length; at++) {
    const clause = clauses[at] as Clause;
    clause.sentenceEnd = end;
    clause.question = asks;
  }
}

/** Chinese writers part clauses by a space; Latin words are parted by one inside a clause. */
function spaceEnds(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) >= 0x2e80 && text.charCodeAt(at + 1) >= 0x2e80;
}

function marks(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (const mark of ',;:、—…') table[mark.charCodeAt(0)] = PAUSE;
  for (const mark of '。!?\n') table[mark.charCodeAt(0)] = STOP;
  table[0x20] = GAP;
  return table;
}
