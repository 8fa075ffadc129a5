import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

/** Everyday sentences with words that stand in grave ones, too: 缝了几针 of a shirt, 跑了 of an errand. */
const cases = JSON.parse(
  readFileSync(new URL('./harmless-cases.json', import.meta.url), 'utf8'),
) as readonly string[];

test('hardly anybody is woken for an errand run or a lantern hung', () => {
  const reader = createReader();
  const cried = cases.flatMap((text) => {
    const told = reader.read(text).severity.map(({ category, terms }) => `${category}: ${terms.join(' ')}`);
    return told.length > 0 ? [`${text} (${told.join('; ')})`] : [];
  });
  expect(cried.length / cases.length, cried.join('\n')).toBeLessThanOrEqual(0.09);
});
