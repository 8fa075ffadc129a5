import type { Part } from '../post-parts.ts';
import type { Reading } from '../reading.ts';
import { TRAIT } from '../traits.ts';
import { FEATURE_LIMIT, type Features, featuresUntil, SPACE } from './features.ts';
import { PartFeatures, type Range } from './part-features.ts';
import { stretchesBetween, stretchesOf } from './stretches.ts';

/** Blanks, and signs that close a sentence which asks nothing. */
const CLOSING = /[\s。!~…,.]/;
/** [怒], [允悲]: a small face as platforms write it; or a sign that is one. */
const FACE = /(?:\[[^\s[\]]{1,8}\]|\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)$/u;
const MAY_BE_FACE = /\]|\ufe0f|[\u2190-\u2bff\udc00-\udfff]/;
const LONGEST_FACE = 10;
/** A row of them in front of words or between them, or the marks of a topic that is part of a sentence. */
const FACES = /(?:\[[^\s[\]]{1,8}\]|\p{Extended_Pictographic}\p{Emoji_Modifier}?[\ufe0f\u200d]*|#)+/gu;

/** What the models of sentences are given of a text. */
export interface Told {
  readonly features: Features;
  /** Where each of its stretches ends. */
  readonly ends: readonly number[];
  /** What each of them is; null where all are the writer's own words. */
  readonly kinds: readonly Part['kind'][] | null;
}

/**
 * A text as the models of sentences know texts: up to its last word, titles and topics apart from it, what is quoted apart
 * from what the writer says, and without faces. Most sentences that the models learnt from are such; posts begin with
 * topics and names, quote others, and go on with a full stop, with faces, and with links. Offsets stay as they are.
 */
export function createTeller(): (reading: Reading, features: Features) => Told {
  const scratch = new PartFeatures();
  return (reading, features) => {
    const { parts, text, traits, clauses } = reading;
    if (parts.length === 1 && (traits & TRAIT.face) === 0) {
      const [{ start, end }] = parts as readonly [Part];
      if (start === 0 && end === text.length && text.charCodeAt(0) > SPACE)
        return untilLastWord(reading, features);
    }
    const told: { ends: number[]; kinds: Part['kind'][] } = { ends: [], kinds: [] };
    scratch.clear();
    for (const part of parts) {
      const ranges = wordsIn(text, part);
      const [first, last] = [ranges[0], ranges.at(-1)];
      if (first === undefined || last === undefined || first.from >= FEATURE_LIMIT) continue;
      scratch.add(text, reading.words.ends, ranges);
      for (const end of stretchesBetween(first.from, last.to, clauses)) {
        told.ends.push(end);
        told.kinds.push(part.kind);
      }
    }
    if (told.ends.length === 0) return untilLastWord(reading, features);
    return { features: scratch, ...told };
  };
}

/** A text up to its last word. */
function untilLastWord(reading: Reading, features: Features): Told {
  const { text } = reading;
  const end = lastWordEnd(text, 0, text.length);
  if (end === text.length || end === 0 || end >= FEATURE_LIMIT)
    return { features, ends: stretchesOf(reading), kinds: null };
  const ends = stretchesBetween(0, end, reading.clauses);
  return { features: featuresUntil(end, reading, features), ends, kinds: null };
}

/** What is left of a part without faces and blanks around it, and without faces and marks of topics within. */
function wordsIn(text: string, { start, end, kind }: Part): Range[] {
  const until = Math.min(end, FEATURE_LIMIT);
  const last = lastWordEnd(text, start, kind === 'topic' ? withoutMark(text, until) : until);
  const ranges: Range[] = [];
  let from = start;
  FACES.lastIndex = start;
  for (let face = FACES.exec(text); face !== null && face.index < last; face = FACES.exec(text)) {
    put(ranges, text, from, face.index);
    from = FACES.lastIndex;
  }
  FACES.lastIndex = 0;
  put(ranges, text, from, last);
  return ranges;
}

function withoutMark(text: string, end: number): number {
  let until = end;
  while (until > 0 && /[\s#]/.test(text.charAt(until - 1))) until--;
  return until;
}

function put(ranges: Range[], text: string, start: number, to: number): void {
  let from = start;
  if (ranges.length === 0) while (from < to && /[\s【】]/.test(text.charAt(from))) from++;
  if (from < to) ranges.push({ from, to });
}

function lastWordEnd(text: string, start: number, until: number): number {
  let end = until;
  while (end > start) {
    const last = text.charAt(end - 1);
    if (CLOSING.test(last)) end--;
    else if (MAY_BE_FACE.test(last)) {
      const face = FACE.exec(text.slice(Math.max(start, end - LONGEST_FACE), end));
      if (face === null) break;
      end -= face[0].length;
    } else break;
  }
  return end;
}
