import type { Reading } from '../reading.ts';
import { FEATURE_LIMIT, type Features, featuresUntil } from './features.ts';

/** Blanks, and signs that close a sentence which asks nothing. */
const CLOSING = /[\s。!~…,.]/;
/** [怒], [允悲]: a small face as platforms write it; or a sign that is one. */
const FACE = /(?:\[[^\s[\]]{1,8}\]|\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)$/u;
const MAY_BE_FACE = /\]|\ufe0f|[\u2190-\u2bff\udc00-\udfff]/;
const LONGEST_FACE = 10;

/** What the models of sentences are given of a text. */
export interface Told {
  readonly reading: Reading;
  readonly features: Features;
}

/**
 * A text up to its last word. Most sentences that the models learnt from end there; posts go on with a full stop, with
 * faces, and with names and links, which normalising blanks. Offsets stay as they are.
 */
export function untilLastWord(reading: Reading, features: Features): Told {
  const end = lastWordEnd(reading.text);
  if (end === reading.text.length || end === 0 || end >= FEATURE_LIMIT) return { reading, features };
  return {
    reading: { ...reading, text: reading.text.slice(0, end) },
    features: featuresUntil(end, reading, features),
  };
}

function lastWordEnd(text: string): number {
  let end = text.length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    if (CLOSING.test(last)) end--;
    else if (MAY_BE_FACE.test(last)) {
      const face = FACE.exec(text.slice(Math.max(0, end - LONGEST_FACE), end));
      if (face === null) break;
      end -= face[0].length;
    } else break;
  }
  return end;
}
