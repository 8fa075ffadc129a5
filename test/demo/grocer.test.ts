import { expect, test } from 'vitest';
import { DAY, HOUR, hourOfWeek } from '../../server/core/time.ts';
import { grocerCrises, grocerPast } from '../../server/demo/grocer/past.ts';
import { NOW } from '../support/make.ts';

test('the past of the grocer is the same whenever it is told, and its crises begin in the evening', () => {
  for (const now of [NOW, NOW + 7 * HOUR, NOW + 17 * HOUR, NOW + 3 * DAY]) {
    expect(grocerCrises(now).map(({ from }) => hourOfWeek(from) % 24)).toEqual([18, 18, 18]);
    expect(grocerPast(now)).toEqual(grocerPast(now));
    expect(grocerPast(now).every(({ at }) => at < now)).toBe(true);
  }
});

test('no post names a day of the month that it cannot know, or one thing twice in a breath', () => {
  const texts = grocerPast(NOW).map(({ text }) => text);
  expect(texts.filter((text) => /\d+号(?!楼)/.test(text))).toEqual([]);
  expect(texts.filter((text) => /(\p{Script=Han}{2,3})和\1/u.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes('{'))).toEqual([]);
});
