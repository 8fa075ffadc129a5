import { readFileSync } from 'node:fs';

/** Our own sentences, of the kind that public-relations teams read; with a side each. */
export interface OwnSentence {
  readonly text: string;
  readonly sentiment: '-' | '0' | '+';
}

/** What customers say of ordinary service. */
export function readCustomerSentences(): OwnSentence[] {
  return JSON.parse(readFileSync(new URL('./sentences.json', import.meta.url), 'utf8')) as OwnSentence[];
}

/** Those, and posts of all kinds in contrast pairs: blame, praise and plain talk in nearly the same words. */
export function readOwnSentences(): OwnSentence[] {
  return [...readCustomerSentences(), ...readSideSentences()];
}

/** A side, a tab, the text. */
export function readSideSentences(file = new URL('./side-sentences.tsv', import.meta.url)): OwnSentence[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [sentiment, text = ''] = line.split('\t');
      return { text, sentiment: sentiment as OwnSentence['sentiment'] };
    });
}
