import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Reader } from '../../core/reading/analysis.ts';
import { toContract } from '../analyse.ts';
import { readOwnSentences } from './own-sentences.ts';

const LABELLED = ['grave-sentences.tsv', 'intent-sentences.tsv', 'service-sentences.tsv'] as const;

/**
 * A mark of what a reader answers: eight hexadecimal digits. A reader with the same models that answers otherwise, because
 * a list or a rule has changed, has another one.
 * @param texts by default all sentences of our own, some 28,000: hardly any change goes unseen
 */
export function answerMark(reader: Pick<Reader, 'read'>, texts: readonly string[] = ownTexts()): string {
  const hash = createHash('sha256');
  for (const [at, text] of texts.entries())
    hash.update(JSON.stringify(toContract(at, reader.read(text, {}))));
  return hash.digest('hex').slice(0, 8);
}

function ownTexts(): readonly string[] {
  const labelled = LABELLED.flatMap((name) =>
    readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.slice(line.indexOf('\t') + 1)),
  );
  return [...readOwnSentences().map(({ text }) => text), ...labelled];
}
