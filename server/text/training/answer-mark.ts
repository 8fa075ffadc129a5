import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Reader } from '../../core/reading/analysis.ts';
import { toContract } from '../analyse.ts';
import { readOwnSentences } from './own-sentences.ts';

const LABELLED = ['grave-sentences.tsv', 'intent-sentences.tsv', 'service-sentences.tsv'] as const;
/** Every so many of our own sentences: enough that no list or rule changes unseen, and read in half a second. */
const EVERY = 8;

/**
 * A mark of what a reader answers to sentences of our own: eight hexadecimal digits. A reader with the same models that
 * answers otherwise, because a list or a rule has changed, has another one.
 */
export function answerMark(reader: Pick<Reader, 'read'>): string {
  const labelled = LABELLED.flatMap((name) =>
    readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.slice(line.indexOf('\t') + 1)),
  );
  const texts = [...readOwnSentences().map(({ text }) => text), ...labelled];
  const hash = createHash('sha256');
  for (let at = 0; at < texts.length; at += EVERY) {
    hash.update(JSON.stringify(toContract(at, reader.read(texts[at] ?? '', {}))));
  }
  return hash.digest('hex').slice(0, 8);
}
