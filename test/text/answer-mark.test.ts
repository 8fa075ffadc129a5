import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHIPPED_ANSWERS } from '../../server/text/reader.ts';
import { answerMark } from '../../server/text/training/answer-mark.ts';
import { realReader } from '../support/ingest.ts';

const ROOT = new URL('../../', import.meta.url);

/** Of a process of its own: other tests leave names of watches and words of a team in theirs. */
function markOfItsOwn(): string {
  const script = `
    const { createReader } = await import('./server/text/reader.ts');
    const { answerMark } = await import('./server/text/training/answer-mark.ts');
    process.stdout.write(answerMark(createReader()));`;
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

// Whoever changes how texts are read runs `npm run answers`: stored posts are then read anew after the upgrade.
test('a reader that answers otherwise than the one before has another version', () => {
  const mark = markOfItsOwn();
  expect(readFileSync(SHIPPED_ANSWERS, 'utf8').trim()).toBe(mark);
  expect(realReader().version).toContain(`+answers-${mark}`);
});

test('one rule that reads one of the sentences otherwise is in the mark', () => {
  const reader = realReader();
  const other = {
    read(text: string, context: object) {
      const read = reader.read(text, context);
      return read.severity.some(({ category }) => category === 'death') ? { ...read, severity: [] } : read;
    },
  };
  const texts = ['暖气片爆裂砸死一人', '暖气不热', ''];
  expect(answerMark(reader, texts)).toBe(answerMark({ read: reader.read }, texts));
  expect(answerMark(other, texts)).not.toBe(answerMark(reader, texts));
});
