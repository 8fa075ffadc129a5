import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { featuresOf } from '../model/features.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { readOwnSentences } from './own-sentences.ts';

const TAUGHT = ['grave-sentences.tsv', 'intent-sentences.tsv', 'service-sentences.tsv'] as const;

/**
 * A mark of all sentences of our own and of what the word lists make of them. Where it is another than the one beside the
 * shipped models, these were learnt from something else: the sets would no longer give the same bytes.
 */
export function lessonMark(lexicon: LexiconPreparer): string {
  const hash = createHash('sha256');
  const own = readOwnSentences();
  const lines = TAUGHT.flatMap((name) =>
    readFileSync(new URL(`./${name}`, import.meta.url), 'utf8').split('\n'),
  );
  const texts = [
    ...own.map(({ text, ...told }) => [JSON.stringify(told), text] as const),
    ...lines.map((line) => [line, line.slice(line.indexOf('\t') + 1)] as const),
  ];
  for (const [told, text] of texts) {
    const { reading, score, grave } = lexicon.prepare(text);
    const { hashes, count } = featuresOf(reading, score);
    hash.update(told).update(new Uint8Array(hashes.buffer, hashes.byteOffset, count * 4));
    for (const { category, start, end, confidence, weak } of grave)
      hash.update([category, start, end, confidence, weak].join());
  }
  // Texts of public posts are not here; what we say of them is.
  hash.update(readFileSync(new URL('./post-labels.tsv', import.meta.url)));
  return hash.digest('hex').slice(0, 16);
}
