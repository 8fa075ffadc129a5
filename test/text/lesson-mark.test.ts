import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { lessonMark } from '../../server/text/training/lesson-mark.ts';

const SHIPPED = new URL('../../server/text/model/lessons.txt', import.meta.url);
const lexicon = createLexiconPreparer();

// Whoever changes a list, a rule that the models see or a sentence trains them again: `tingchao train DIR`.
test('the shipped models were learnt from the sentences, and with the lists, that are here', () => {
  expect(readFileSync(SHIPPED, 'utf8').trim()).toBe(lessonMark(lexicon));
});

test('what a list makes of one sentence is in the mark', () => {
  const blind = {
    ...lexicon,
    prepare: (text: string) => ({ ...lexicon.prepare(text), ...(text.includes('爆管') && { grave: [] }) }),
  };
  expect(lessonMark(blind)).not.toBe(lessonMark(lexicon));
});
