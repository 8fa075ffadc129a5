/** Features worth a row, numbered; everything else is as good as unseen. */
export interface Vocabulary {
  readonly keys: Uint32Array;
  /** So many of them, the most frequent, come first. */
  readonly hot: number;
  readonly index: ReadonlyMap<number, number>;
}

/** Most of what a text is made of; they lie together in memory. */
const HOT = 12_288;

/**
 * Every feature that stands in at least `least` documents: the most frequent ones in ascending order of their
 * hashes, then the others likewise. Choosing by class instead (χ²) was tried and lost up to a point of F1: what
 * looks telling by chance is then kept.
 */
export function chooseVocabulary(documents: readonly Uint32Array[], least: number): Vocabulary {
  const frequency = new Map<number, number>();
  for (const document of documents) {
    for (const feature of document) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  const kept = [...frequency].filter(([feature, count]) => count >= least && feature !== 0);
  kept.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const hashes = Uint32Array.from(kept, ([feature]) => feature);
  const hot = Math.min(HOT, hashes.length);
  const keys = Uint32Array.from([...hashes.slice(0, hot).sort(), ...hashes.slice(hot).sort()]);
  return { keys, hot, index: new Map(Array.from(keys, (key, at) => [key, at])) };
}

/** Row numbers of the known features of a document. */
export function indexed(document: Uint32Array, { index }: Vocabulary): Int32Array {
  const found: number[] = [];
  for (const feature of document) {
    const at = index.get(feature);
    if (at !== undefined) found.push(at);
  }
  return Int32Array.from(found);
}
