import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { lessonMark } from '../../server/text/training/lesson-mark.ts';

const ROOT = new URL('../../', import.meta.url);
const SHIPPED = new URL('server/text/model/lessons.txt', ROOT);

/** As `train` finds it: names of watches and words of a team, which other tests leave in a process, are none of it. */
function markOfItsOwn(): string {
  const script = `
    const { createLexiconPreparer } = await import('./server/text/prepared.ts');
    const { lessonMark } = await import('./server/text/training/lesson-mark.ts');
    process.stdout.write(lessonMark(createLexiconPreparer()));`;
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

// Whoever changes a list, a rule that the models see or a sentence trains them again: `tingchao train DIR`.
test('the shipped models were learnt from the sentences, and with the lists, that are here', () => {
  expect(readFileSync(SHIPPED, 'utf8').trim()).toBe(markOfItsOwn());
});

test('what a list makes of one sentence is in the mark', () => {
  const lexicon = createLexiconPreparer();
  const blind = {
    ...lexicon,
    prepare: (text: string) => ({ ...lexicon.prepare(text), ...(text.includes('爆管') && { grave: [] }) }),
  };
  expect(lessonMark(blind)).not.toBe(lessonMark(lexicon));
});
