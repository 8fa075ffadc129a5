import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAutomaton } from '../../../server/core/reading/aho-corasick.ts';

function scan(words: readonly string[], text: string): string[] {
  const found: string[] = [];
  compileAutomaton(words).scan(text, (word, start, end) => found.push(`${words[word]} ${start} ${end}`));
  return found;
}

test('words inside words and across words are all found, in order of their end', () => {
  expect(scan(['客服', '客服热线', '热线', '线路'], '客服热线路')).toEqual([
    '客服 0 2',
    '客服热线 0 4',
    '热线 2 4',
    '线路 3 5',
  ]);
});

test('no words find nothing', () => expect(scan([], '客服')).toEqual([]));

test('it finds exactly what looking for each word alone finds', () => {
  const letters = fc.constantFrom('a', 'b', 'c');
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 10 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 40 }),
      (words, text) => {
        const wanted = words.flatMap((each) =>
          Array.from({ length: text.length }, (_, at) => at)
            .filter((at) => text.startsWith(each, at))
            .map((at) => `${each} ${at} ${at + each.length}`),
        );
        expect(scan(words, text).sort()).toEqual(wanted.sort());
      },
    ),
  );
});
