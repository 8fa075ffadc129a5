import {
  DIGIT,
  FEATURE_LIMIT,
  type Features,
  FIRST_WORD,
  finish,
  GRAM_SEED,
  mix,
  PAIR_SALT,
  SPACE,
  TEXT_END,
  TEXT_START,
  WORD_SEED,
} from './features.ts';

const MAX_FEATURES = FEATURE_LIMIT * 10;

/** Characters of a text that belong together: [from, to). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Features of several parts of a text, each as if it were a text alone; what stands between the ranges of a part is as
 * good as not written. Scratch: the next text overwrites it.
 */
export class PartFeatures implements Features {
  readonly hashes = new Uint32Array(MAX_FEATURES);
  readonly starts = new Uint16Array(MAX_FEATURES);
  readonly ends = new Uint16Array(MAX_FEATURES);
  count = 0;
  readonly #codes = new Uint16Array(FEATURE_LIMIT + 2);
  readonly #places = new Uint16Array(FEATURE_LIMIT + 3);

  /** Begins anew. */
  clear(): void {
    this.count = 0;
  }

  /** @param wordEnds of the whole text */
  add(text: string, wordEnds: readonly number[], ranges: readonly Range[]): void {
    const end = Math.min(ranges.at(-1)?.to ?? 0, FEATURE_LIMIT);
    const size = this.#fill(text, ranges, end);
    for (let at = 0; at < size; at++) {
      let hash = GRAM_SEED;
      for (let last = at; last < Math.min(size, at + 3); last++) {
        hash = mix(hash, this.#codes[last] as number);
        // The mark of the start stands by itself before the text, and is of none of its stretches.
        if (last > 0) this.#put(hash, this.#places[at] as number, this.#places[last + 1] as number);
      }
    }
    this.#addWords(text, wordEnds, ranges);
  }

  #put(hash: number, start: number, end: number): void {
    const at = this.count;
    if (at >= MAX_FEATURES) return;
    this.hashes[at] = finish(hash);
    this.starts[at] = start;
    this.ends[at] = end;
    this.count = at + 1;
  }

  /** As `featuresOf` sees a text. The mark of the end stands on the last character, which belongs to this part. */
  #fill(text: string, ranges: readonly Range[], end: number): number {
    const [codes, places] = [this.#codes, this.#places];
    let size = 0;
    let before = SPACE;
    let run = 0;
    codes[size] = TEXT_START;
    places[size++] = ranges[0]?.from ?? 0;
    for (const { from, to } of ranges) {
      for (let at = from; at < Math.min(to, end); at++) {
        let code = text.charCodeAt(at);
        if (code <= SPACE) code = SPACE;
        else if (code >= DIGIT && code <= 0x39) code = DIGIT;
        if (code !== before) run = 1;
        else if (code === SPACE || code === DIGIT || ++run > 3) continue;
        before = code;
        codes[size] = code;
        places[size++] = at;
      }
    }
    codes[size] = TEXT_END;
    places[size++] = end - 1;
    places[size] = end;
    return size;
  }

  #addWords(text: string, wordEnds: readonly number[], ranges: readonly Range[]): void {
    let range = 0;
    let end = 0;
    let before = FIRST_WORD;
    let beforeStart = ranges[0]?.from ?? 0;
    for (let word = 0; word < wordEnds.length; word++) {
      const start = end;
      end = wordEnds[word] as number;
      if (end > FEATURE_LIMIT) break;
      while (range < ranges.length && (ranges[range] as Range).to <= start) range++;
      const within = ranges[range];
      if (within === undefined) break;
      if (start < within.from || end > within.to) continue;
      if (end - start === 1 && text.charCodeAt(start) <= SPACE) continue;
      let hash = WORD_SEED;
      for (let at = start; at < end; at++) {
        const code = text.charCodeAt(at);
        hash = mix(hash, code >= DIGIT && code <= 0x39 ? DIGIT : code);
      }
      this.#put(hash, start, end);
      this.#put(mix(mix(hash, before), PAIR_SALT), beforeStart, end);
      before = hash;
      beforeStart = start;
    }
  }
}
