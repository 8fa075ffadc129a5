import type { Reader } from '../../core/reading/analysis.ts';
import type { MakeReader, ReaderSettings } from '../../core/reading/reading-pool.ts';
import { knowNames } from '../own-names.ts';
import { createReader } from '../reader.ts';
import { addWords } from '../words/words.ts';

/** Makes this thread's reader; a change of words or names alone keeps the one that is there. */
export function createReaderMaker(): MakeReader {
  let kept: { readonly reader: Reader; readonly overlay: ReaderSettings['overlay'] } | null = null;
  return ({ words, names, overlay }) => {
    knowNames(names);
    if (words.length > 0) addWords(words);
    if (kept === null || !same(kept.overlay, overlay)) kept = { reader: createReader({ overlay }), overlay };
    return kept.reader;
  };
}

/** By content: what came from another thread is never the same object. */
function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === b || (a !== null && b !== null && Buffer.compare(a, b) === 0);
}
